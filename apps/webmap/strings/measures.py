"""Measures of areas and their change since last month."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        "measure_coverage": _("Độ phủ"),
        "measure_coverage_means": _(
            "Số hộ đã có người phụ trách chia cho tất cả các hộ đang ở, kể cả hộ chưa có toạ độ."
        ),
        "measure_kept": _("Nắm tình hình đủ trong tháng"),
        "measure_kept_means": _(
            "Số hộ mà tháng này đã được nắm tình hình đủ số lần, và đủ số lần gặp trực tiếp nếu "
            "quy định của xã đòi hỏi, chia cho tất cả các hộ đang ở."
        ),
        "measure_never": _("Chưa nắm tình hình lần nào"),
        "measure_never_means": _(
            "Số hộ chưa từng được nắm tình hình chia cho tất cả các hộ đang ở."
        ),
        "measure_poor": _("Tỷ lệ hộ nghèo"),
        "measure_poor_means": _(
            "Số hộ nghèo theo kết quả rà soát chính thức hằng năm chia cho tất cả các hộ đang ở."
        ),
        "measure_uncovered": _("Số hộ chưa ai phụ trách"),
        "measure_uncovered_means": _("Số hộ đang ở mà hôm nay chưa có người phụ trách."),
        "measure_waiting": _("Hộ có vấn đề đang chờ, trên 100 hộ"),
        "measure_waiting_means": _(
            "Số hộ có vấn đề chưa xong (chưa giải quyết, hoặc chưa báo lại cho hộ) chia cho tất cả "
            "các hộ đang ở; không tính vấn đề an ninh, trật tự."
        ),
        "measure_waiting_late": _("Số hộ có vấn đề quá hạn"),
        "measure_waiting_late_means": _(
            "Số hộ có ít nhất một vấn đề chưa xong đã quá hạn; không tính an ninh, trật tự."
        ),
        "change_points": _("{n} điểm %"),
        "change_count": _("{n} hộ"),
        "change_unknown": _("Chưa so được với tháng trước"),
        "change_better": _("khá hơn tháng trước {change}"),
        "change_worse": _("kém hơn tháng trước {change}"),
        "change_same": _("như tháng trước"),
        "change_step_0": _("Kém đi nhiều"),
        "change_step_1": _("Kém đi"),
        "change_step_2": _("Gần như không đổi"),
        "change_step_3": _("Khá hơn"),
        "change_step_4": _("Khá hơn nhiều"),
        "step_under": _("Dưới {n}"),
        "step_from": _("Từ {n}"),
    }
