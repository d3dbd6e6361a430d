"""Drawing and editing boundaries: every word of that page's JavaScript."""

from django.utils.translation import gettext as _

from apps.common.mapwords import map_words
from apps.webmap.strings import page

# Words of the map page that stand here too.
_SHARED = (
    "show_area",
    "loading",
    "load_failed",
    "retry",
    "session_ended",
    "sign_in_again",
)


def boundary_strings() -> dict[str, str]:
    """Texts by the key the JavaScript asks for."""
    shared = page.words()
    own = (_list, _form, _changing, _splitting, _merging, _history)
    words = map_words() | {key: shared[key] for key in _SHARED}
    for part in (*own, _drawing, _findings, _outcome):
        words |= part()
    return words


def _list() -> dict[str, str]:
    """The list of units and what can be done there."""
    return {
        "map_label": _("Bản đồ địa giới"),
        "unit_line": _("{households} hộ · {area}"),
        "unit_choice": _("{name} – {households} hộ"),
        "act_redraw": _("Sửa ranh giới"),
        "act_split": _("Tách"),
        "act_merge": _("Nhập"),
        "act_rename": _("Đổi tên"),
        "act_history": _("Lịch sử"),
        "act_groups": _("Xem các tổ"),
        "add_button_village": _("Vẽ thôn mới"),
        "add_button_group": _("Vẽ tổ mới"),
        "merge_button_village": _("Nhập các thôn"),
        "merge_button_group": _("Nhập các tổ"),
        "undo_button": _("Hoàn tác: {kind}"),
    }


def _form() -> dict[str, str]:
    """What every form of the panel has."""
    return {
        "reason": _("Lý do (bắt buộc)"),
        "reason_note": _("Ghi số, ngày của văn bản nếu có. Lý do ở lại trong lịch sử."),
        "reason_missing": _("Hãy ghi lý do của lần sửa này."),
        "holds_from": _("Có hiệu lực từ ngày"),
        "save": _("Lưu ranh giới"),
        "cancel": _("Thôi, không lưu"),
        "back": _("Về danh sách"),
    }


def _changing() -> dict[str, str]:
    """Redrawing, adding and renaming one unit."""
    return {
        "redraw_title": _("Sửa ranh giới {name}"),
        "redraw_hint": _(
            "Kéo một đỉnh để dời; kéo điểm mờ giữa cạnh để thêm đỉnh; bấm chuột phải "
            "hoặc giữ lâu một đỉnh để bỏ. Đỉnh tự bám vào ranh giới bên cạnh."
        ),
        "add_title_village": _("Vẽ thôn mới"),
        "add_title_group": _("Vẽ tổ mới"),
        "add_hint": _(
            "Vẽ vùng trên bản đồ, rồi đặt tên. Phần lấy của đơn vị bên cạnh được báo trước."
        ),
        "name": _("Tên"),
        "kind": _("Loại"),
        "name_missing": _("Hãy đặt tên."),
        "rename_title": _("Đổi tên {name}"),
        "rename_hint": _("Ranh giới, hộ và phân công giữ nguyên. Tên cũ ở lại trong lịch sử."),
        "rename_new": _("Tên mới"),
        "rename_save": _("Lưu tên mới"),
    }


def _splitting() -> dict[str, str]:
    """Splitting a unit in two."""
    return {
        "split_title": _("Tách {name}"),
        "split_hint": _(
            "Vẽ một đường cắt ngang qua, bắt đầu và kết thúc ở ngoài ranh giới. "
            "Số hộ mỗi bên hiện ra trước khi lưu."
        ),
        "split_save": _("Tách"),
        "split_parts": _("Đường cắt chia thành {n} phần:"),
        "split_unlocated": _("{n} hộ chưa có toạ độ: chọn phần nhận các hộ này."),
        "part_name": _("Tên phần {n}"),
        "part_village": _("{households} hộ có toạ độ · {groups} tổ · {area}"),
        "part_group": _("{households} hộ có toạ độ · {area}"),
        "part_rest": _("Nhận các hộ chưa có toạ độ"),
    }


def _merging() -> dict[str, str]:
    """Making one of several units."""
    return {
        "merge_title_village": _("Nhập các thôn"),
        "merge_title_group": _("Nhập các tổ"),
        "merge_hint_village": _(
            "Chọn từ hai thôn liền kề trở lên, trong danh sách hoặc trên bản đồ."
        ),
        "merge_hint_group": _("Chọn từ hai tổ liền kề trở lên, trong danh sách hoặc trên bản đồ."),
        "merge_which": _("Nhập những đơn vị nào?"),
        "merge_count": _("Đã chọn {n} đơn vị, {households} hộ."),
        "merge_into": _("Sau khi nhập"),
        "merge_into_note": _("Đơn vị được giữ lại giữ mã, tổ chức và phân công của mình."),
        "merge_new": _("Lập đơn vị mới"),
        "merge_keep": _("Giữ {name}"),
        "merge_name": _("Tên sau khi nhập"),
        "merge_save": _("Nhập"),
        "merge_two": _("Hãy chọn ít nhất hai đơn vị."),
    }


def _history() -> dict[str, str]:
    """Taking back the last change, and what was changed before."""
    return {
        "undo_title": _("Hoàn tác lần sửa gần nhất"),
        "undo_hint": _(
            "Trả ranh giới, tên và các hộ về như trước lần sửa này. Lịch sử ghi cả hai lần."
        ),
        "undo_save": _("Hoàn tác"),
        "history_title": _("Lịch sử của {name}"),
        "history_title_all": _("Lịch sử địa giới của xã"),
        "history_none": _("Chưa có lần sửa nào."),
        "history_more": _("Xem các lần trước nữa"),
        "history_written": _("{name} ghi ngày {date}"),
        "history_reason": _("Lý do: {reason}"),
        "was_undone": _("đã hoàn tác"),
        "lineage": _("{before} → {after}"),
    }


def _drawing() -> dict[str, str]:
    return {
        "geoman_first": _("Bấm để đặt đỉnh đầu tiên"),
        "geoman_continue": _("Bấm để đặt đỉnh tiếp theo"),
        "geoman_finish_line": _("Bấm lại đỉnh cuối để kết thúc"),
        "geoman_finish_area": _("Bấm đỉnh đầu tiên để khép vùng"),
        "draw_area_hint": _("Bấm từng đỉnh của vùng mới; bấm lại đỉnh đầu để khép vùng."),
        "draw_line_hint": _("Bấm từng đỉnh của đường cắt, từ ngoài này sang ngoài kia."),
        "draw_finish": _("Xong"),
        "draw_stop": _("Thôi"),
        "draw_back": _("Bỏ đỉnh cuối"),
        "draw_again": _("Vẽ lại đường cắt"),
        "draw_first": _("Hãy vẽ vùng trên bản đồ trước."),
        "line_first": _("Hãy vẽ đường cắt trên bản đồ trước."),
        "edit_bar": _("Kéo các đỉnh trên bản đồ."),
        "step_back": _("Lùi một bước"),
        "step_forward": _("Tiến một bước"),
        "bar_moves": _("{n} hộ sẽ chuyển."),
        "bar_refused": _("Chưa lưu được: xem cảnh báo trong bảng."),
        "draft_found": _("Có một bản vẽ chưa lưu từ lần trước."),
        "draft_resume": _("Vẽ tiếp"),
        "draft_drop": _("Bỏ bản vẽ"),
        "draft_gone": _("Đơn vị của bản vẽ không còn hiệu lực; bản vẽ đã được bỏ."),
        "draft_older": _(
            "Ranh giới đã được người khác sửa sau khi bạn vẽ. "
            "Hãy so lại với đường hiện tại trước khi lưu."
        ),
    }


def _findings() -> dict[str, str]:
    return {
        "move_households": _("Chuyển hộ theo ranh giới mới"),
        "overlap": _("Chồng lên {name}: {area}"),
        "overlap_give": _("{name} nhường phần này"),
        "gap": _("Khoảng trống cạnh {name}: {area}"),
        "gap_alone": _("Khoảng trống: {area}"),
        "gap_give": _("Giao khoảng trống cho {name}"),
        "gap_to": _("Giao khoảng trống cho"),
        "gap_leave": _("Để trống"),
        "outside": _("Vượt ra ngoài địa giới cấp trên: {area}"),
        "repair": _("Sửa tự động hình vẽ"),
        "households_inside": _("{n} hộ nằm trong ranh giới mới, {moves} hộ sẽ chuyển."),
        "who_moves": _("Những hộ sẽ chuyển"),
        "and_more": _("và {n} hộ nữa"),
        "left_outside": _("{n} hộ của đơn vị này nằm ngoài ranh giới mới."),
        "group_outside": _("{name} có {area} nằm ngoài ranh giới mới."),
        "area_new": _("Diện tích: {area}"),
        "area_change": _("Diện tích: {before} → {area} ({change}%)"),
        "nothing_changed": _("Chưa có gì thay đổi."),
        "check_refuses": _("Chưa lưu được: hãy sửa những chỗ được báo ở trên."),
    }


def _outcome() -> dict[str, str]:
    return {
        "offline": _("Mất kết nối. Bản vẽ còn nguyên; bấm lưu lần nữa khi có mạng."),
        "save_failed": _("Chưa lưu được. Bản vẽ còn nguyên; hãy thử lại."),
        "saved_unseen": _("Đã lưu, nhưng chưa tải lại được bản đồ. Hãy tải lại trang."),
        "reload": _("Tải lại trang"),
        "stale_change": _("{date}: {reason}"),
        "stale_no_reason": _("không ghi lý do"),
        "stale_kept": _("Bản vẽ của bạn còn nguyên."),
        "stale_reload": _("Tải ranh giới hiện tại, giữ bản vẽ"),
        "stale_taken": _("Đã tải ranh giới hiện tại. Hãy so lại bản vẽ rồi lưu."),
        "redraw_done": _("Đã lưu ranh giới {name}."),
        "add_done": _("Đã lập {name}."),
        "rename_done": _("Đã đổi tên {before} thành {after}."),
        "split_done": _("Đã tách {name} thành {names}."),
        "merge_done": _("Đã nhập {names} thành {name}."),
        "undo_done": _("Đã hoàn tác: {kind}."),
        "moved_households": _("{n} hộ đã chuyển theo."),
        "moved_none": _("Không hộ nào phải chuyển."),
        "moved_groups": _("{n} tổ đã chuyển theo."),
        "split_groups": _("{n} tổ bị đường mới cắt ngang."),
        "followed_assignments": _("{n} phân công được giữ và đi theo."),
        "undecided": _("{n} hộ chưa có toạ độ cần văn phòng xem lại đơn vị."),
        "elsewhere": _("{n} hộ có toạ độ nằm ngoài đơn vị của mình."),
    }
