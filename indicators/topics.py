"""Fields that indicators belong to, as people call them."""

from collections.abc import Mapping

TOPICS: Mapping[str, str] = {
    "industry": "Công nghiệp",
    "energy": "Năng lượng",
    "investment": "Thu hút đầu tư",
    "infrastructure": "Hạ tầng giao thông, điện",
    "processing": "Chế biến nông, lâm sản",
    "enterprise": "Doanh nghiệp",
    "labour": "Lao động",
    "digital": "Chuyển đổi số",
    "communication": "Thông tin, tuyên truyền",
    "party": "Xây dựng Đảng",
    "context": "Đặc điểm chung",
}


def topic_name(code: str) -> str:
    """What people call the topic; an unknown code as it is."""
    return TOPICS.get(code, code)
