"""Themes, legend and filters."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return _themes() | _filters()


def _themes() -> dict[str, str]:
    return {
        "theme_month": _("Nắm tình hình tháng này"),
        "theme_poverty": _("Hộ nghèo, cận nghèo, chính sách"),
        "theme_person": _("Người phụ trách"),
        "theme_gaps": _("Mật độ hộ chưa ai phụ trách"),
        "gaps_scale": _("Số hộ chưa ai phụ trách trong mỗi ô"),
        "month_none": _("Tháng này chưa lần nào"),
        "poverty_poor": _("Hộ nghèo"),
        "poverty_near_poor": _("Hộ cận nghèo"),
        "poverty_escaped": _("Hộ thoát nghèo"),
        "poverty_policy": _("Chính sách, ngoài ba diện trên"),
        "poverty_none": _("Không thuộc diện nào"),
        "legend_hint": _("Bấm để bỏ khỏi hoặc đưa lại vào bản đồ và danh sách"),
        "legend_only": _("chỉ"),
        "legend_only_of": _("Chỉ xem: {label}"),
        "legend_more": _("Còn {n} người nữa trong bộ lọc."),
    }


def _filters() -> dict[str, str]:
    return {
        "facet_village": _("Thôn"),
        "facet_village_none": _("Chưa rõ thôn"),
        "facet_group": _("Tổ NDTQ"),
        "facet_group_none": _("Chưa vào tổ nào"),
        "facet_coverage": _("Độ phủ"),
        "facet_person": _("Người phụ trách"),
        "facet_person_none": _("Chưa có người phụ trách"),
        "facet_recency": _("Lần nắm tình hình gần nhất"),
        "facet_month": _("Nắm tình hình tháng này"),
        "facet_poverty": _("Diện hộ"),
        "facet_policy": _("Gia đình chính sách"),
        "facet_position": _("Vị trí"),
        "position_exact": _("Đã có toạ độ"),
        "position_provisional": _("Vị trí tạm (tâm tổ)"),
        "position_provisional_means": _(
            "Chưa ai đặt vị trí thật: điểm trên bản đồ là tâm của tổ, không phải nhà của hộ."
        ),
        "position_none": _("Chưa có toạ độ"),
        "policy_yes": _("Có"),
        "policy_no": _("Không"),
        "facet_apart": _("Cách nhà người phụ trách"),
        "apart_near": _("Trong 500 m"),
        "apart_middle": _("500 m – 1 km"),
        "apart_far": _("1 – 3 km"),
        "apart_very_far": _("Trên 3 km"),
        "apart_unknown": _("Chưa rõ"),
        "facet_support": _("Hỗ trợ hộ nghèo"),
        "support_lacking": _("Hộ nghèo 12 tháng qua chưa được hỗ trợ"),
        "support_other": _("Các hộ khác"),
        "facet_add": _("Chọn thêm hoặc bỏ bớt…"),
        "filter_count": _("{n} / {total} hộ khớp"),
        "filter_uncounted": _("– / {total} hộ khớp; hãy chọn một thôn để đếm"),
        "filter_chip": _("{facet}: {values}"),
        "filter_not_chip": _("{facet}, trừ: {values}"),
        "filter_text_chip": _("Chữ: “{text}”"),
        "filter_remove": _("Bỏ lọc: {filter}"),
        "empty_filtered": _("Không hộ nào trong danh sách này khớp bộ lọc."),
    }
