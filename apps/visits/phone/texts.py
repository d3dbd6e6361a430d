"""All words of "Hộ của tôi". They stand in the page that the phone keeps, so none names anybody."""

from django.utils.translation import gettext as _


def phone_texts() -> dict[str, str]:
    """In the language of the request; the keys are those of ``static/js/phone``."""
    return {
        **_frame(),
        **_opening(),
        **_endings(),
        **_households(),
        **_checkin(),
        **_issues(),
        **_queue(),
        **_device(),
        **_map_controls(),
    }


def _frame() -> dict[str, str]:
    return {
        "title": _("Hộ của tôi"),
        "badge_waiting": _("{n} chờ gửi"),
        "badge_refused": _("{n} cần sửa"),
        "news_refreshing": _("Đang lấy dữ liệu mới…"),
        "news_offline": _("Không có sóng. Bạn vẫn ghi được, máy sẽ gửi sau."),
        "news_server": _("Máy chủ chưa nhận được. Máy sẽ tự thử lại."),
        "news_login": _("Phiên làm việc đã hết. Dữ liệu vẫn còn trên máy."),
        "news_login_act": _("Đăng nhập"),
        "news_failed": _("Có lỗi trên máy này. Hãy tải lại trang."),
        "news_failed_act": _("Tải lại"),
        "news_full": _("Máy đã hết chỗ, chưa ghi được. Hãy xoá bớt ảnh hoặc ứng dụng rồi ghi lại."),
        "news_update": _("Có bản mới"),
        "news_update_act": _("Tải lại"),
        "stay": _("Ở lại"),
        "back": _("Về danh sách"),
        "refresh": _("Làm mới dữ liệu"),
    }


def _opening() -> dict[str, str]:
    return {
        "setup_title": _("Đặt mã PIN cho máy này"),
        "setup_text": _(
            "Danh sách hộ được giữ trên máy để dùng khi không có sóng. Mã PIN khoá danh sách ấy: "
            "không có mã thì không ai đọc được, kể cả bạn."
        ),
        "setup_act": _("Bắt đầu"),
        "pin": _("Mã PIN"),
        "pin_new": _("Mã PIN mới"),
        "pin_again": _("Nhập lại mã PIN"),
        "pin_old": _("Mã PIN đang dùng"),
        "pin_help": _("Ít nhất 6 chữ số. Dài hơn thì an toàn hơn."),
        "pin_short": _("Mã PIN cần ít nhất 6 ký tự."),
        "pin_simple": _("Mã PIN này quá dễ đoán. Hãy chọn mã khác."),
        "pin_differs": _("Hai lần nhập không giống nhau. Hãy nhập lại."),
        "pin_wrong": _("Mã PIN không đúng. Hãy thử lại."),
        "pin_wait": _("Đã nhập sai nhiều lần. Hãy thử lại sau {n} giây."),
        "locked_title": _("Đã khoá"),
        "locked_waiting": _(
            "{n} mục đang chờ gửi. Khi có sóng, chúng được gửi cả khi máy đang khoá."
        ),
        "unlock": _("Mở khoá"),
        "unlock_passkey": _("Mở bằng vân tay hoặc khuôn mặt"),
        "passkey_failed": _("Chưa mở được. Hãy thử lại hoặc nhập mã PIN."),
        "forgot": _("Quên mã PIN"),
        "forgot_title": _("Đặt lại từ đầu?"),
        "forgot_text": _(
            "Danh sách hộ trên máy này bị xoá và được tải lại. Ghi chú đang viết dở sẽ mất. "
            "Bạn cần đăng nhập lại."
        ),
        "forgot_waiting": _(
            "Danh sách hộ trên máy này bị xoá và được tải lại. Ghi chú đang viết dở sẽ mất. "
            "{n} mục chờ gửi được giữ lại và gửi khi có sóng. Bạn cần đăng nhập lại."
        ),
        "forgot_act": _("Xoá và đặt lại"),
        "relogin_title": _("Đăng nhập lại"),
        "relogin_text": _("Mã PIN cũ đã bị xoá. Hãy đăng nhập lại để đặt mã mới."),
        "relogin_act": _("Đăng nhập lại"),
        "lost": _(
            "Trình duyệt đã xoá dữ liệu của máy này. Những mục chưa gửi có thể đã mất: "
            "hãy xem lại các lần thăm gần đây."
        ),
    }


def _endings() -> dict[str, str]:
    return {
        "ended_wipe_title": _("Đã xoá dữ liệu trên máy này"),
        "ended_wipe_text": _(
            "Không còn tên hay địa chỉ hộ nào trên máy. Những mục chờ gửi được gửi trước khi xoá."
        ),
        "ended_revoked_title": _("Bạn không còn quyền xem phần này"),
        "ended_revoked_text": _(
            "Dữ liệu trên máy này đã được xoá. Nếu có nhầm lẫn, hãy báo văn phòng Đảng ủy xã."
        ),
        "ended_other_user_title": _("Máy này giữ dữ liệu của người khác"),
        "ended_other_user_text": _(
            "Bạn đang đăng nhập bằng tài khoản khác. Hãy đăng nhập bằng tài khoản đã dùng trên máy "
            "này, hoặc xoá dữ liệu cũ rồi bắt đầu lại."
        ),
        "ended_insecure_title": _("Cần kết nối an toàn"),
        "ended_insecure_text": _("Hãy mở trang bằng địa chỉ bắt đầu bằng https://."),
        "begin_anew": _("Bắt đầu lại"),
        "wipe_title": _("Xoá dữ liệu trên máy này?"),
        "wipe_text": _("Danh sách hộ, bản nháp và mã PIN trên máy này sẽ bị xoá."),
        "wipe_lost": _("Còn {n} mục chưa gửi được. Nếu xoá bây giờ, chúng sẽ mất."),
        "wipe_act": _("Xoá dữ liệu trên máy này"),
        "log_out": _("Đăng xuất"),
        "log_out_text": _("Danh sách hộ, bản nháp và mã PIN trên máy này sẽ bị xoá."),
    }


def _households() -> dict[str, str]:
    return {
        "sum": _("{owed} hộ còn nợ lần thăm trong {all} hộ"),
        "sum_done": _("Tháng này đã đủ. Cảm ơn bạn!"),
        "sum_none": _("Bạn chưa được phân công hộ nào. Nếu có nhầm lẫn, hãy báo chi ủy."),
        "search": _("Tìm tên, địa chỉ, mã hộ"),
        "filter": _("Lọc"),
        "filter_all": _("Tất cả"),
        "filter_owed": _("Cần thăm"),
        "filter_done": _("Đã đủ"),
        "near_me": _("Xếp theo gần tôi"),
        "nothing_found": _("Không có hộ nào khớp."),
        "month_done": _("Đã đủ"),
        "month_part": _("{days}/{of} lần"),
        "needs_meeting": _("cần gặp trực tiếp"),
        "never": _("Chưa lần nào"),
        "since_today": _("Hôm nay"),
        "since": _("{n} ngày trước"),
        "away": _("cách {distance}"),
        "no_place": _("chưa có toạ độ"),
        "next_on": _("hẹn {day}"),
        "in_charge": _("Phụ trách: {name}"),
        "nobody_in_charge": _("Chưa có người phụ trách"),
        "to_ask": _("Cần hỏi"),
        "check_in": _("Ghi lần thăm"),
        "call": _("Gọi"),
        "message": _("Nhắn"),
        "directions": _("Chỉ đường"),
        "home_gone": _("Hộ này không còn trong danh sách của bạn."),
        "stale_title": _("Dữ liệu đã quá 72 giờ"),
        "stale_text": _(
            "Để không ai thấy dữ liệu cũ, danh sách tạm ẩn. Hãy đến chỗ có sóng và làm mới. "
            "Những mục chờ gửi vẫn còn."
        ),
        "map": _("Bản đồ"),
        "map_hint": _("Bấm một hộ để xem. Cam: cần thăm; xanh: đã đủ."),
        "map_unplaced": _("{n} hộ chưa có toạ độ."),
    }


def _checkin() -> dict[str, str]:
    return {
        "place_waiting": _("Đang tìm vị trí… Bạn có thể viết luôn."),
        "place_better": _("Vị trí ±{accuracy}, đang tìm chính xác hơn…"),
        "place_good": _("Vị trí tốt, ±{accuracy}."),
        "place_poor": _("Vị trí chưa chính xác, ±{accuracy}. Vẫn ghi được."),
        "place_none": _("Không tìm được vị trí. Vẫn ghi được."),
        "place_denied": _("Máy chưa cho phép xem vị trí. Vẫn ghi được."),
        "from_home": _("Cách hộ {distance}."),
        "from_provisional": _("Cách chỗ tạm của hộ {distance}."),
        "is_it": _("Có phải hộ này không? Gần bạn hơn là:"),
        "far": _("Bạn đang ở xa hộ này. Vẫn ghi được."),
        "channel": _("Cách nắm tình hình"),
        "note": _("Ghi chú"),
        "note_hint": _("Một dòng là đủ: gặp ai, có gì mới"),
        "changes": _("Có gì thay đổi?"),
        "companions": _("Ai cùng đi?"),
        "companions_most": _("Chọn nhiều nhất {n} người cùng đi."),
        "find_person": _("Tìm tên"),
        "next_visit": _("Hẹn lần sau"),
        "in_days": _("{n} ngày nữa"),
        "no_next": _("Không hẹn"),
        "correct_place": _("Nhà của hộ ở đúng chỗ tôi đang đứng"),
        "correct_place_help": _("Đề xuất sửa vị trí của hộ; văn phòng xã xem rồi mới đổi."),
        "save": _("Ghi lại"),
        "save_unplaced": _("Ghi lại, không chờ vị trí"),
        "mends": _("Sửa lần ghi ngày {day} đã bị từ chối:"),
        "kept": _("Đã ghi trên máy: {head}"),
        "kept_waiting": _("Chờ gửi: máy sẽ gửi ngay khi có sóng."),
        "kept_sent": _("Đã gửi về xã."),
        "kept_refused": _("Máy chủ từ chối. Hãy mở Hàng chờ để sửa."),
        "next_home": _("Hộ tiếp theo"),
    }


def _issues() -> dict[str, str]:
    return {
        "to_tell": _("Kết quả cần báo cho hộ"),
        "answer_done": _("Đã giải quyết xong."),
        "answer_refused": _("Không giải quyết được."),
        "told_here": _("Đã báo hộ, chờ gửi"),
        "made_here": _("Mới báo, chờ gửi"),
        "issue_late": _("quá hạn"),
        "not_told": _("Chưa báo"),
        "agrees": _("Hộ đồng ý"),
        "told_refusal": _("Đã báo, hộ hiểu"),
        "disagrees": _("Hộ chưa đồng ý"),
        "household_said": _("Hộ chưa đồng ý điều gì?"),
        "say_what": _("Hãy ghi hộ chưa đồng ý điều gì."),
        "not_to_tell": _(
            "Vấn đề này không còn chờ báo hộ. Lời hộ nói ngày {day} vẫn được giữ ở đây."
        ),
        "into_note": _("Đưa vào ghi chú lần thăm"),
        "issue_new": _("Hộ có vấn đề mới?"),
        "issue_add": _("Báo một vấn đề"),
        "issue_more": _("Báo thêm vấn đề khác"),
        "issue_drop": _("Bỏ vấn đề này"),
        "issue_kind": _("Loại vấn đề"),
        "issue_summary": _("Nội dung, một dòng"),
        "issue_wish": _("Hộ đề nghị gì (nếu hộ nói)"),
        "issue_begins": _("Ai lo việc này"),
        "issue_keep": _("Tôi tự lo"),
        "issue_pass_on": _("Chuyển lên trên ngay"),
        "issue_goes_to": _("Khi gửi, việc này đến ngay: {level}."),
        "issue_missing": _("Hãy điền mục này."),
        "issue_number": _("Hãy nhập số nguyên từ 0 đến {most}."),
        "choose": _("Hãy chọn"),
        "yes": _("Có"),
        "no": _("Không"),
        "no_private_words": _(
            "Chỉ ghi việc của hộ. Không ghi ý kiến, tôn giáo, bệnh tật, không nêu tên người bị "
            "nghi ngờ."
        ),
        "no_words_at_all": _(
            "Loại việc này chỉ ghi loại và ngày, không ghi bằng lời. Khẩn cấp thì gọi công an xã."
        ),
    }


def _queue() -> dict[str, str]:
    return {
        "queue": _("Hàng chờ"),
        "queue_empty": _("Không còn gì chờ gửi."),
        "queue_text": _("Những mục này nằm an toàn trên máy và tự gửi khi có sóng."),
        "queue_mend": _("Có mục bị từ chối. Hãy sửa rồi gửi lại."),
        "queue_waiting": _("Chờ gửi ({n})"),
        "queue_sent": _("Đã gửi ({n})"),
        "queue_refused": _("Bị từ chối ({n})"),
        "send_now": _("Gửi ngay"),
        "state_waiting": _("Chờ gửi"),
        "state_sent": _("Đã gửi"),
        "refused": _("Máy chủ từ chối."),
        "closed_item": _("Đã niêm phong"),
        "kind_contact": _("Lần thăm"),
        "kind_position": _("Đề xuất vị trí"),
        "kind_issue": _("Vấn đề mới"),
        "kind_issue_told": _("Báo kết quả"),
        "mend": _("Sửa và gửi lại"),
        "send_again": _("Gửi lại"),
        "drop": _("Bỏ mục này"),
        "drop_title": _("Bỏ hẳn mục này?"),
        "drop_text": _("Lần ghi của hộ {head} sẽ mất, không lấy lại được."),
    }


def _device() -> dict[str, str]:
    return {
        "device": _("Máy này"),
        "data_title": _("Dữ liệu"),
        "signed_in": _("Của {name}"),
        "taken_now": _("Dữ liệu mới lấy trong giờ qua."),
        "taken": _("Dữ liệu lấy {n} giờ trước; sau 72 giờ sẽ tạm ẩn."),
        "kept_for_sure": _("Trình duyệt giữ dữ liệu cả khi máy hết chỗ."),
        "kept_maybe": _("Khi máy hết chỗ, trình duyệt có thể xoá dữ liệu chưa gửi."),
        "kept_no": _("Trình duyệt chưa đồng ý. Hãy cài ứng dụng vào màn hình chính rồi thử lại."),
        "keep_act": _("Xin giữ dữ liệu"),
        "lock_title": _("Khoá"),
        "lock_text": _("Máy tự khoá sau 10 phút không dùng."),
        "lock_now": _("Khoá ngay"),
        "pin_change": _("Đổi mã PIN"),
        "pin_changed": _("Đã đổi mã PIN."),
        "passkey_add": _("Mở bằng vân tay hoặc khuôn mặt"),
        "passkey_text": _("Nhập mã PIN một lần để bật. Mã PIN vẫn dùng được."),
        "passkey_impossible": _("Máy này chưa dùng được cách ấy. Hãy tiếp tục dùng mã PIN."),
        "passkey_remove": _("Thôi mở bằng vân tay hoặc khuôn mặt"),
        "leave_title": _("Rời máy này"),
        "leave_text": _(
            "Đăng xuất hoặc xoá dữ liệu khi đổi máy, cho mượn máy hoặc dùng máy chung."
        ),
        "whole_site": _("Mở trang Gần Dân đầy đủ"),
        "version": _("Bản {n}"),
    }


def _map_controls() -> dict[str, str]:
    return {
        "zoom_in": _("Phóng to"),
        "zoom_out": _("Thu nhỏ"),
    }
