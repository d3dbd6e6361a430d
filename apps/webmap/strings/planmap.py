"""The map on which a plan of assignment is edited: every word of that page's JavaScript."""

from django.utils.translation import gettext as _

from apps.common.mapwords import map_words
from apps.webmap.strings import page

# Words of the map page that stand here too.
_SHARED = (
    "loading",
    "load_failed",
    "retry",
    "session_ended",
    "sign_in_again",
)


def plan_map_strings() -> dict[str, str]:
    """Texts by the key the JavaScript asks for."""
    shared = page.words()
    parts = (_figures(), _card(), _why(), _saving(), _deeds())
    words = map_words() | {key: shared[key] for key in _SHARED}
    for part in parts:
        words |= part
    return words


def _figures() -> dict[str, str]:
    return {
        "map_label": _("Bản đồ phân công"),
        "show_area": _("Xem toàn bộ địa bàn của chi bộ"),
        "load": "{total}/{capacity}",
        "load_spoken": _("nhận {total} trên sức nhận {capacity} hộ"),
        "mean": _("TB {distance}"),
        "no_distance": _("chưa rõ khoảng cách"),
        "no_home": _("chưa có toạ độ nhà"),
        "elsewhere": _("{n} hộ nơi khác"),
        "over": _("quá {n} hộ"),
        "figure_uncovered": _("{n}/{total} hộ chưa có người"),
        "figure_all": _("Đủ {total} hộ có người"),
        "figure_mean": _("cách trung bình {distance}"),
        "figure_over": _("{n} người quá sức nhận"),
        "homes_found": _("{n} hộ"),
        "homes_more": _("Xem thêm {n} hộ"),
        "pin": "{name} · {total}/{capacity}",
        "no_homes": _("Thôn của chi bộ chưa có hộ nào."),
    }


def _card() -> dict[str, str]:
    return {
        "back": _("← Danh sách"),
        "nobody": _("Chưa có người phụ trách"),
        "somebody": _("Người ngoài danh sách"),
        "size": _("{n} nhân khẩu"),
        "locked": _("đã khoá"),
        "locked_short": _("Khoá"),
        "stale": _("không còn thực hiện được"),
        "present": _("Hiện nay: {name}."),
        "present_nobody": _("Hiện nay chưa ai phụ trách."),
        "no_position": _("Hộ chưa có toạ độ nên không có trên bản đồ."),
        "provisional": _("Vị trí tạm tính theo giữa tổ."),
        "chosen": _("{n} hộ đang chọn"),
        "chosen_detail": _("{uncovered} hộ chưa có người · {locked} hộ đã khoá"),
        "chosen_names": _("Danh sách hộ đang chọn"),
        "only_gaps": _("Chỉ chọn {n} hộ chưa có người"),
        "choose_all": _("Chọn tất cả hộ này"),
        "lock": _("Khoá"),
        "unlock": _("Mở khoá"),
        "unlock_first": _("Đã khoá người phụ trách. Mở khoá để giao cho người khác."),
        "take": _("Bỏ phân công"),
        "next_gap": _("Hộ tiếp theo chưa có người"),
        "give_to": _("Giao cho"),
        "give_home_to": _("Giao hộ {name} cho"),
        "option": _("{name} · {distance} · {total}/{capacity} hộ"),
        "obstacle_own": _("là nhà của người này"),
        "obstacle_banned": _("chi ủy ghi không phân công"),
        "obstacle_other_village": _("làm việc ở thôn khác"),
        "obstacle_cannot_carry": _("không thuộc diện phân công"),
        "obstacle_far": _("xa hơn mức quy định"),
        "obstacle_full": _("đã đủ sức nhận"),
        "given_here": _("{n} hộ trong kế hoạch"),
        "person_none": _("Chưa được giao hộ nào. Kéo một hộ thả vào đây để giao."),
        "person_none_told": _("Chưa được giao hộ nào."),
        "drag_home": _("Thả {home} vào người nhận"),
        "drag_homes": _("Thả {n} hộ vào người nhận"),
        "drag_onto": _("Giao cho {name} · {distance} · {total}/{capacity}"),
        "draw_polygon": _("Chấm từng đỉnh quanh các hộ, rồi bấm Xong."),
        "draw_rectangle": _("Kéo một khung quanh các hộ."),
        "draw_stopped": _("Đã thôi vẽ."),
        "draw_found": _("{n} hộ trong vùng vẽ."),
    }


def _why() -> dict[str, str]:
    return {
        "why": _("Vì sao người này?"),
        "why_nobody": _("Vì sao chưa có ai?"),
        "why_failed": _("Chưa tải được lời giải thích. Hãy thử lại."),
        "why_chosen": _("{name}: cách {distance}, nhận {total}/{capacity} hộ."),
        "why_kept": _("{name} đang phụ trách hộ này: cách {distance}, nhận {total}/{capacity} hộ."),
        "why_others": _("Những người khác"),
        "why_other": _("{name}: {distance}, {total}/{capacity} hộ – {why}"),
    }


def _saving() -> dict[str, str]:
    return {
        "saved": _("Đã lưu"),
        "saving": _("Đang lưu {n} thay đổi…"),
        "waiting": _("{n} thay đổi chưa lưu được, đang thử lại"),
        "signed_out": _("{n} thay đổi chưa lưu: hãy đăng nhập lại, không mất gì"),
        "read_only": _("Chỉ xem"),
        "closed": _("Kế hoạch không còn là dự thảo nên không sửa được nữa."),
        "given": _("Đã giao {n} hộ cho {name}."),
        "taken": _("Đã bỏ phân công {n} hộ."),
        "locked_done": _("Đã khoá {n} hộ."),
        "unlocked_done": _("Đã mở khoá {n} hộ."),
        "proposing": _("Đang tính đề xuất…"),
        "proposed": _("Đã lấy theo đề xuất của máy. Có thể hoàn tác."),
        "propose_sure": _(
            "Máy sẽ xếp lại người phụ trách, trừ các hộ đã khoá. Bấm Hoàn tác là trở lại như cũ."
        ),
        "skipped_locked": _("{n} hộ đã khoá nên giữ nguyên."),
        "skipped_refused": _("{n} hộ không giao được cho người này."),
        "refused": _("Không lưu được: {message}"),
        "refused_about": _("Không lưu được ({homes}): {message}"),
        "homes_and": _("{homes} và {n} hộ nữa"),
        "conflict": _("Những hộ này vừa được đổi ở nơi khác. Thay đổi của bạn không ghi đè lên:"),
        "conflict_undo": _("Không hoàn tác: những hộ này đã đổi sau đó. Giữ nguyên như sau:"),
        "conflict_pair": _("{home}: {who} đổi từ {before} sang {after} lúc {time}"),
        "conflict_lock": _("{home}: {who} đổi khoá lúc {time}"),
        "conflict_ban": _("{home}: {who} ghi không phân công cho {person} lúc {time}"),
        "conflict_other": _("{who} vừa đổi chỗ này lúc {time}"),
        "others": _("{who} vừa sửa kế hoạch; bản đồ đã cập nhật."),
        "nobody_short": _("chưa có ai"),
        "dismiss": _("Đã rõ"),
    }


def _deeds() -> dict[str, str]:
    """What is taken back and done again; by the server's kinds of edits."""
    return {
        "undo": _("Hoàn tác (Ctrl+Z)"),
        "redo": _("Làm lại (Ctrl+Y)"),
        "undo_this": _("Hoàn tác: {deed} (Ctrl+Z)"),
        "redo_this": _("Làm lại: {deed} (Ctrl+Y)"),
        "undone": _("Đã hoàn tác: {deed}"),
        "redone": _("Đã làm lại: {deed}"),
        "deed_seed": _("lập ban đầu {n} hộ"),
        "deed_change": _("đổi người phụ trách {n} hộ"),
        "deed_lock": _("khoá, mở khoá {n} hộ"),
        "deed_ban": _("ghi không phân công"),
        "deed_duty": _("ghi nhiệm vụ"),
        "deed_propose": _("lấy theo đề xuất, {n} hộ"),
        # Of somebody else's edit that one took back.
        "deed_undo": _("một lần hoàn tác"),
    }
