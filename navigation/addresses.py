"""Provinces and cities of applicants at home, from the columns an export has or from the address."""

from __future__ import annotations

import pandas as pd

# Provinces, municipalities, autonomous and special administrative regions, as people shorten them.
PROVINCES = (
    *("北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽"),
    *("福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州"),
    *("云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "台湾", "香港", "澳门"),
)
MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
# Cities whose addresses often leave the province out.
_PROVINCE_OF = {
    **{"深圳": "广东", "广州": "广东", "珠海": "广东", "东莞": "广东", "佛山": "广东", "中山": "广东"},
    **{"南京": "江苏", "苏州": "江苏", "无锡": "江苏", "常州": "江苏", "杭州": "浙江", "宁波": "浙江"},
    **{"武汉": "湖北", "长沙": "湖南", "成都": "四川", "西安": "陕西", "沈阳": "辽宁", "大连": "辽宁"},
    **{"哈尔滨": "黑龙江", "长春": "吉林", "济南": "山东", "青岛": "山东", "合肥": "安徽", "郑州": "河南"},
    **{"厦门": "福建", "福州": "福建", "南昌": "江西", "石家庄": "河北", "太原": "山西", "昆明": "云南"},
}
_PROVINCE = f"({'|'.join(PROVINCES)})"
_FIRST_PROVINCE = rf"^[\s\d]*(?:CN|中国|中华人民共和国)?\s*{_PROVINCE}"
_FIRST_CITY = rf"^[\s\d]*(?:CN|中国)?\s*({'|'.join(_PROVINCE_OF)})市"
_AFTER_PROVINCE = rf"{_FIRST_PROVINCE}(?:省|壮族自治区|回族自治区|维吾尔自治区|自治区)?"


def home_regions(publication: pd.DataFrame, home: str) -> pd.DataFrame:
    """Province and city of the first applicant of each publication; NA where the export tells neither.

    For China they are read from the export's own columns, else from the address, and shortened
    (`天津`, `苏州`); a municipality is its own city. For another home they are taken as stated where
    the applicant's country is that home.

    Parameters
    ----------
    publication
        publication_number, applicant_address, applicant_country, applicant_province, applicant_city.

    Returns
    -------
    pandas.DataFrame
        publication_number, province, city.
    """
    country = publication["applicant_country"]
    found = publication[["publication_number"]].copy()
    if home != "CN":
        here = country.eq(home).fillna(False).astype(bool)
        for name in ("province", "city"):
            found[name] = publication[f"applicant_{name}"].where(here).astype("str")
        return found
    elsewhere = country.notna() & ~country.isin(("CN", "TW", "HK", "MO"))
    address = publication["applicant_address"].astype("str")
    stated_province, stated_city = (publication[f"applicant_{n}"].astype("str") for n in ("province", "city"))
    city = stated_city.str.replace(r"(市|自治州|地区|盟)$", "", regex=True)
    city = city.where(city.str.fullmatch(r"[\u4e00-\u9fff]{2,9}", na=False))
    begin = address.str.slice(0, 40)
    province = stated_province.str.extract(_PROVINCE, expand=False)
    province = province.fillna(begin.str.extract(_FIRST_PROVINCE, expand=False))
    city = city.fillna(begin.str.extract(_FIRST_CITY, expand=False)).fillna(_stated_city(begin))
    province = province.fillna(city.map(_PROVINCE_OF).astype("str"))
    city = province.where(province.isin(MUNICIPALITIES), city)
    found["province"], found["city"] = province.mask(elsewhere), city.mask(elsewhere)
    return found


def _stated_city(address: pd.Series) -> pd.Series:
    """What stands between the province and 市 (自治州, 地区, 盟) in an address that names its province."""
    pattern = rf"{_AFTER_PROVINCE}\s*(?P<city>[\u4e00-\u9fff]{{2,9}}?)(?:市|自治州|地区|盟)"
    return address.str.extract(pattern)["city"]
