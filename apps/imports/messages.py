"""Every remark an import makes, in Vietnamese, saying what to do. One table, by code.

Some remarks name a thing that the table cannot know, such as a day: they are passed on and kept as
"code:thing" (`about`), so that everybody reads them in their own language.
"""

from django.utils.translation import gettext_lazy as _

# The whole file cannot be used.
FILE_ERRORS = {
    "unsupported_format": _("Không phải loại tệp đọc được; để nguyên, không nạp."),
    "missing_file": _("Không thấy tệp; kiểm tra lại đường dẫn."),
    "missing_sibling": _("Thiếu tệp đi kèm (.dbf, .shx); chép đủ bộ shapefile rồi nạp."),
    "empty_file": _("Tệp trống; chép lại từ máy đã làm ra tệp rồi nạp."),
    "file_too_big": _("Tệp lớn hơn 50 MB; tách nhỏ rồi nạp từng phần."),
    "too_big": _("Tệp hoặc nội dung bên trong quá lớn; tách nhỏ rồi nạp từng phần."),
    "too_slow": _("Đọc tệp quá lâu nên đã dừng; tách nhỏ rồi nạp từng phần."),
    "not_cut_off": _(
        "Máy chủ không ngắt được mạng khi đọc tệp nên chưa mở tệp nào; báo người quản trị."
    ),
    "encrypted": _("Tệp có mật khẩu; bỏ mật khẩu rồi nạp lại."),
    "old_excel": _(
        "Tệp Excel kiểu cũ (.xls): hãy mở bằng Excel rồi Lưu thành .xlsx, nạp tệp mới ấy."
    ),
    "web_page": _(
        "Tệp thật ra là trang web hoặc XML, không phải bảng; mở bằng Excel rồi Lưu thành .xlsx."
    ),
    "unclosed_quote": _("Có dấu ngoặc kép mở mà không đóng; sửa dòng cuối của tệp rồi nạp lại."),
    "tracks_not_recorded": _(
        "Tệp có vết đường đi; phần mềm không lưu vết của ai. Chỉ xuất các điểm (waypoint)."
    ),
    "unsafe_zip": _("Tệp nén bất thường, không mở; nén lại các tệp bằng máy của mình rồi nạp."),
    "nested_zip": _("Trong tệp nén còn tệp nén khác; giải nén ra rồi nạp từng tệp."),
    "many_in_zip": _("Tệp nén chứa nhiều loại tệp; nén riêng mỗi tệp, hoặc nạp từng tệp."),
    "nothing_in_zip": _("Trong tệp nén không có tệp nào đọc được; để nguyên, không nạp."),
    "bad_options": _("Dấu ngăn cách hoặc bảng mã không có trong danh sách; chọn lại."),
    "dangerous_xml": _("Tệp chứa nội dung không an toàn; lưu lại từ Excel rồi nạp."),
    "value_not_kept": _("Có ô quá dài hoặc số quá lớn, không lưu được; sửa ô đó rồi nạp lại."),
    "bad_geometry": _("Hình vẽ trong tệp bị hỏng; xuất lại từ phần mềm bản đồ."),
    "unreadable": _("Tệp hỏng hoặc sai định dạng; mở và lưu lại rồi nạp."),
    "unknown_crs": _("Không rõ hệ toạ độ của tệp; ghi WGS84 hoặc VN-2000 rồi nạp lại."),
    "unknown_kind_of_file": _("Không nhận ra nội dung tệp; để nguyên, không nạp."),
    "changed_meanwhile": _("Danh sách hộ vừa được người khác sửa trong lúc nạp; nạp lại tệp."),
    "charge_conflict": _(
        "Có hộ được giao cho hai người trong cùng thời gian; xem phân công ở trang của hộ, sửa "
        "ngày trong tệp rồi nạp lại."
    ),
    "own_charge_conflict": _(
        "Có người vừa ở, vừa phụ trách cùng một hộ; giao hộ ấy cho người khác hoặc sửa chỗ ở, rồi "
        "nạp lại."
    ),
    "home_conflict": _(
        "Chỗ ở của một người trái với điều đã ghi ở trang của hộ; xem lại mã hộ, rồi nạp lại."
    ),
    "people_conflict": _(
        "Chi bộ, chức vụ của một người vừa được người khác sửa; xem trang Đảng viên, cán bộ rồi "
        "nạp lại."
    ),
    "unit_conflict": _("Mã thôn, tổ trong tệp trùng mã vừa đặt; xem trang Địa giới rồi nạp lại."),
    "no_commune": _("Chưa biết tệp thuộc xã nào: hãy nạp ranh giới xã trước, hoặc chỉ rõ mã xã."),
}

# One sheet of a workbook, or one layer.
PART_MESSAGES = {
    "sheet_left_out": _("Trang này không cùng loại với tệp; để nguyên, không nạp."),
}

# The whole file was taken in, with a remark that somebody must look into.
FILE_REMARKS = {
    "datum_shift_suspected": _(
        "Toạ độ lệch đều khoảng 225 m so với ranh giới: có thể thiếu bước chuyển VN-2000 sang "
        "WGS84. Đã nạp như tệp ghi; hỏi nơi lập tệp, chọn lại hệ toạ độ rồi nạp lại."
    ),
    "columns_not_used": _(
        "Không có chỗ lưu các cột này trong loại danh sách này nên không nạp: %(about)s. Những "
        "cột khác vẫn nạp."
    ),
}

# One row: rejected, skipped, corrected, or taken in with a remark.
ROW_MESSAGES = {
    "too_long": _("Có ô dài quá mức lưu được (tên 120, mã 30, địa chỉ 200 chữ); rút ngắn."),
    "missing_head": _("Thiếu họ tên chủ hộ; điền rồi nạp lại."),
    "missing_code": _("Thiếu mã hộ; điền rồi nạp lại."),
    "missing_name": _("Thiếu tên; điền rồi nạp lại."),
    "missing_cell": _("Thiếu tên chi bộ; điền rồi nạp lại."),
    "size_not_a_number": _("Số khẩu không phải là số; ghi bằng chữ số rồi nạp lại."),
    "impossible_birth_year": _("Năm sinh không thể đúng; sửa rồi nạp lại."),
    "duplicate_row": _("Lặp lại y nguyên một dòng ở trên; bỏ qua."),
    "code_taken": _("Mã hộ đã dùng cho hộ khác ở trên; đổi mã rồi nạp lại."),
    "swapped_lat_lon": _("Vĩ độ và kinh độ bị đảo chỗ; đã đổi lại, nên sửa trong tệp."),
    "outside_commune": _("Toạ độ nằm ngoài xã; đã nạp hộ chưa có toạ độ, cần định vị."),
    "bad_position": _("Không đọc được toạ độ; đã nạp hộ chưa có toạ độ, cần định vị."),
    "unknown_zone": _("Không rõ múi chiếu VN-2000; đã nạp hộ chưa có toạ độ."),
    "unknown_village": _("Không thấy thôn này trong xã; kiểm tra tên thôn rồi nạp lại."),
    "unknown_group": _("Không thấy tổ này trong thôn; kiểm tra tên tổ."),
    "village_disagrees": _("Toạ độ nằm ngoài thôn ghi trong tệp; kiểm tra lại một trong hai."),
    "group_disagrees": _("Toạ độ nằm ngoài tổ ghi trong tệp; kiểm tra lại một trong hai."),
    "unknown_household": _("Không có hộ nào mang mã này; kiểm tra mã hộ rồi nạp lại."),
    "household_left": _(
        "Hộ mang mã này đã chuyển đi từ %(about)s, không sửa qua tệp. Hộ về lại thì bỏ ghi chuyển "
        "đi ở trang của hộ; hộ mới thì đặt mã khác rồi nạp lại."
    ),
    "household_double": _(
        "Mã này của hộ ghi trùng, đã nhập vào hộ %(about)s; sửa thành mã ấy, hoặc xoá dòng."
    ),
    "home_left": _("Hộ ghi là chỗ ở đã chuyển đi từ %(about)s; đã nạp, chưa gắn chỗ ở."),
    "home_leaving": _("Hộ ghi là chỗ ở sẽ chuyển đi từ %(about)s; đã nạp, chưa gắn chỗ ở."),
    "home_departed": _(
        "Người này đã rời hộ ghi là chỗ ở từ %(about)s; đã nạp, chỗ ở giữ như đang ghi. Trở về hộ "
        "ấy thì ghi ở trang của hộ."
    ),
    "home_of_head": _(
        "Người này là chủ hộ nơi đang ở; đã nạp, chưa đổi chỗ ở. Đổi chủ hộ ở trang của hộ rồi nạp "
        "lại."
    ),
    "unknown_member": _(
        "Không thấy riêng một người như vậy trong danh sách đảng viên, người làm việc ở thôn, "
        "trưởng thôn vào ngày này; kiểm tra STT và tên."
    ),
    "own_household": _("Không phân công ai phụ trách chính hộ mình; chọn người khác."),
    "already_assigned": _(
        "Trong thời gian ấy hộ đã có người phụ trách; kiểm tra Từ ngày, Đến ngày."
    ),
    "charge_ended": _(
        "Phân công này đã ghi kết thúc từ %(about)s, không mở lại qua tệp. Người ấy phụ trách lại "
        "thì ghi Từ ngày là ngày nhận lại."
    ),
    "ends_before_start": _("Đến ngày phải sau Từ ngày; sửa một trong hai rồi nạp lại."),
    "member_listed_twice": _(
        "Trùng họ tên, ngày sinh với dòng trên. Cùng một người thì xoá một dòng; là người khác thì "
        "ghi đủ ngày sinh, STT đảng viên, hoặc thêm ở trang Đảng viên, cán bộ."
    ),
    "member_ambiguous": _(
        "Chưa rõ là ai trong những người cùng họ tên; ghi đủ ngày sinh và STT đảng viên như ở "
        "trang Đảng viên, cán bộ, rồi nạp lại."
    ),
    "member_left": _(
        "Người này đã rời chi bộ từ %(about)s, không sửa qua tệp. Trở lại sinh hoạt thì ghi ở "
        "trang Đảng viên, cán bộ, rồi nạp lại."
    ),
    "cell_left": _(
        "Người này đã rời chi bộ ghi ở đây từ %(about)s; sửa thành chi bộ hiện nay. Trở về chi bộ "
        "cũ thì ghi ở trang Đảng viên, cán bộ."
    ),
    "cell_ended": _("Chi bộ này đã kết thúc từ %(about)s; ghi chi bộ hiện nay rồi nạp lại."),
    "post_ended": _(
        "Người này đã thôi chức vụ ghi ở đây từ %(about)s; bỏ chức vụ khỏi dòng. Giữ lại chức vụ "
        "ấy thì ghi ở trang Đảng viên, cán bộ."
    ),
    "own_charge": _(
        "Người này đang phụ trách chính hộ ghi là chỗ ở; giao hộ cho người khác trước, rồi nạp lại."
    ),
    "bad_date": _("Không đọc được ngày; ghi theo dạng 05/04/2026 rồi nạp lại."),
    "future_date": _("Ngày ở tương lai; sửa rồi nạp lại."),
    "bad_channel": _("Không rõ hình thức nắm tình hình; dùng từ trong danh sách."),
    "bad_record_key": _("Mã ghi nhận không đúng; giữ nguyên mã đã xuất hoặc để trống."),
    "record_key_taken": _("Mã ghi nhận đã dùng cho lần khác; để trống mã nếu đây là lần mới."),
    "record_differs": _("Lần nắm tình hình này đã ghi với nội dung khác; không sửa qua tệp."),
    "unknown_status": _("Không rõ diện hộ này; đã nạp, chưa ghi diện."),
    "poverty_by_decision": _(
        "Diện hộ đang ghi theo quyết định %(about)s nên giữ nguyên, các ô khác vẫn nạp. Có quyết "
        "định mới thì nạp danh sách hộ nghèo, cận nghèo kèm số và ngày, hoặc đổi diện ở trang của "
        "hộ."
    ),
    "head_is_another": _(
        "Chủ hộ trong tệp không phải chủ hộ đang ghi trong danh sách nhân khẩu; đã nạp tên. Xem "
        "lại nhân khẩu ở trang của hộ."
    ),
    "policy_by_decision": _(
        "Diện gia đình chính sách đang ghi theo quyết định %(about)s nên giữ nguyên, các ô khác "
        "vẫn nạp. Có quyết định mới thì đổi diện ở trang của hộ."
    ),
    "unknown_kind": _("Không rõ loại đảng viên; dùng từ trong danh sách rồi nạp lại."),
    "unknown_post": _("Không rõ chức vụ này; đã nạp, chưa ghi chức vụ."),
    "unknown_health": _("Không rõ tình trạng sức khoẻ công tác; đã nạp, để trống."),
    "bad_phone": _("Không đọc được số điện thoại; đã nạp, để trống."),
    "join_day_unknown": _("Chỉ có năm hoặc tháng vào Đảng; đã nạp, ngày vào Đảng để trống."),
    "bad_outline": _("Không có hình vẽ dùng được; vẽ lại rồi nạp."),
    "outline_mended": _("Hình vẽ tự cắt nhau; đã chỉnh, nên kiểm tra trên bản đồ."),
    "outside_parent": _("Ranh giới vượt ra ngoài đơn vị chứa nó; kiểm tra lại."),
    "unknown_poverty_status": _("Không rõ diện hộ; ghi nghèo, cận nghèo hoặc thoát nghèo."),
    "no_decision": _("Thiếu số hoặc ngày quyết định; thêm hai cột ấy rồi nạp lại."),
    "bad_review_year": _("Năm rà soát không đúng, hoặc chưa có chuẩn nghèo của năm ấy."),
    "unknown_deprivation": _("Không rõ chỉ số thiếu hụt; ghi số thứ tự hoặc tên theo chuẩn."),
    "listed_twice": _("Hộ đã có ở dòng trên của danh sách năm này; xoá một dòng."),
    "unit_taken": _(
        "Trùng mã hoặc tên với một hình ở trên trong tệp; gộp hai hình, hoặc sửa mã, tên rồi nạp "
        "lại."
    ),
    "unit_ambiguous": _("Có hơn một đơn vị mang tên này; thêm cột mã rồi nạp lại."),
    "unit_ended": _(
        "Đơn vị mang mã hoặc tên này đã hết hiệu lực từ %(about)s, không vẽ lại; đơn vị mới thì "
        "đặt mã khác."
    ),
    "other_commune": _(
        "Ranh giới của xã khác, để nguyên: lượt này chỉ nhận xã của mình. Bỏ hình này khỏi tệp; mở "
        "xã mới là việc của người quản trị máy chủ."
    ),
    "cell_without_village": _("Không thấy thôn cùng tên với chi bộ; gắn thôn cho chi bộ."),
}


def about(code: str, thing: str) -> str:
    """The remark `code` with what it is about, in people's words: a day, a household's code."""
    return f"{code}:{thing}"


def code_of(remark: str) -> str:
    """The code alone."""
    return remark.partition(":")[0]


def message(remark: str) -> str:
    """The text for a code, or for a code with what it is about; KeyError for an unknown one."""
    code, _colon, thing = remark.partition(":")
    tables = (ROW_MESSAGES, FILE_ERRORS, PART_MESSAGES, FILE_REMARKS)
    text = next((table[code] for table in tables if code in table), None)
    if text is None:
        raise KeyError(code)
    return str(text) % {"about": thing} if thing else str(text)
