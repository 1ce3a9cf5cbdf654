"""Invented Chinese applicants whose names look alike: each line is one applicant, in its spellings.

SPELLINGS holds what rules can know: script, punctuation, width, place words, the spelling of one
legal form. TOLD holds applicants one of whose names only a person can tell: former names, English
names, short names. Lines that follow one another are different legal persons.
"""

from __future__ import annotations

SPELLINGS = """
天津海津生物科技有限公司; 天津市海津生物科技有限公司; 天津海津生物科技有限责任公司; 天津海津生物科技有限公司 ; 天津海津生物科技有限公司(CN)
天津海津生物科技股份有限公司; 天津市海津生物科技股份有限公司; 天津海津生物科技股份公司; 天津海津生物科技（股份）有限公司
海津生物科技(天津)有限公司; 海津生物科技（天津）有限公司; 海津生物科技〔天津〕有限公司; 海津生物科技[天津]有限公司
海津生物科技(北京)有限公司; 海津生物科技（北京）有限公司
北京海津生物科技有限公司; 北京市海津生物科技有限公司
天津海津生物技术有限公司; 天津市海津生物技术有限公司
天津海津生物医药有限公司
天津海津生物科技有限公司北京分公司
天津海津生物科技有限公司上海分公司
海津集团有限公司; 海津(集团)有限公司; 海津集团有限责任公司; 海津集团; 海津集团公司
海津有限公司; 海津有限责任公司; 海津有限責任公司
海津集团股份有限公司; 海津(集团)股份有限公司; 海津集團股份有限公司
海津集团天津分公司
海津集团有限公司天津分公司
海津集团天津有限公司
海津控股集团有限公司; 海津控股(集团)有限公司
海津控股有限公司
海津投资中心(有限合伙); 海津投资中心（有限合伙）
海津投资管理中心(有限合伙)
海津大学; 海津大學; 海津大学(HAIJIN UNIVERSITY)
海津大学医学院
海津大学附属医院
海津大学附属第一医院
海津大学附属第二医院
海津大学第一附属医院
海津大学第二附属医院
海津大学(威海)
海津大学研究院
海津大学深圳研究院
海津大学天津研究院; 海津大学（天津）研究院
海津学院
海津理工大学; 海津理工大學
海津工业大学
海津科技大学
海津职业技术学院
海津工程职业技术学院
海津师范大学
海津师范学院
海津医科大学
海津中医药大学
海津药物研究所
海津药物研究院
海津药物研究中心
海津药物研究总院
天津药物研究院有限公司; 天津药物研究院有限责任公司; 天津市药物研究院有限公司
天津药物研究院; 天津市药物研究院
中云船舶集团公司第七〇二研究所; 中云船舶集团公司第702研究所; 中云船舶集团公司第七○二研究所; 中云船舶集团公司第七零二研究所
中云船舶集团公司第七一九研究所; 中云船舶集团公司第719研究所
中云船舶集团公司第七〇三研究所; 中云船舶集团公司第703研究所
中云电子集团公司第十研究所; 中云电子集团公司第10研究所
中云电子集团公司第十四研究所; 中云电子集团公司第14研究所
中云电子集团公司第二十研究所; 中云电子集团公司第20研究所
中云电子集团公司第二十九研究所; 中云电子集团公司第29研究所
中云电子集团公司第四十研究所
中云船舶集团公司; 中云船舶集团有限公司
中云船舶股份有限公司
中云船舶有限公司
云帆科学院海津化学研究所
云帆科学院海津物理研究所
云帆科学院海津化学物理研究所
云帆科学院海津自动化研究所
云帆科学院自动化研究所
深圳市云帆无人机科技有限公司; 深圳云帆无人机科技有限公司; 深圳市云帆無人機科技有限公司
深圳市云帆智能科技有限公司; 深圳云帆智能科技有限公司
深圳市云帆科技有限公司; 深圳云帆科技有限公司
云帆科技(深圳)有限公司; 云帆科技（深圳）有限公司
广州云帆科技有限公司; 广州市云帆科技有限公司
广东云帆科技有限公司; 广东省云帆科技有限公司
吉林省云帆科技有限公司; 吉林云帆科技有限公司
吉林市云帆科技有限公司
海南云帆科技有限公司; 海南省云帆科技有限公司
海口云帆科技有限公司; 海口市云帆科技有限公司
广西云帆科技有限公司; 广西壮族自治区云帆科技有限公司
内蒙古云帆乳业股份有限公司; 内蒙古自治区云帆乳业股份有限公司
昆山云帆电子有限公司; 昆山市云帆电子有限公司; 昆山雲帆電子有限公司
昆山云帆电子材料有限公司
昆山云帆电子科技有限公司
云帆电子(昆山)有限公司
云帆电子(苏州)有限公司
雲帆電子股份有限公司; 云帆电子股份有限公司
雲帆光電股份有限公司; 云帆光电股份有限公司
雲帆精密工業股份有限公司; 云帆精密工业股份有限公司
雲帆精密股份有限公司
臺灣雲帆製造股份有限公司; 台灣雲帆製造股份有限公司; 台湾云帆制造股份有限公司
財團法人雲帆工業技術研究院; 财团法人云帆工业技术研究院
國立雲帆大學; 国立云帆大学
國立雲帆科技大學; 国立云帆科技大学
株式会社北岸制作所; 北岸制作所株式会社; (株)北岸制作所
北岸精机株式会社; 株式会社北岸精机
北岸工业株式会社; 株式會社北岸工业
上海北岸汽车有限公司; 上海市北岸汽车有限公司; 上海北岸汽車有限公司
上海北岸汽车零部件有限公司
上海北岸汽车销售有限公司
上海北岸汽车股份有限公司
上海北岸汽车集团股份有限公司; 上海北岸汽车(集团)股份有限公司
上海北岸汽车集团有限公司; 上海北岸汽车集团; 上海北岸汽车集团公司
上海北岸客车有限公司
国网天津市电力公司; 国网天津电力公司
国网天津市电力公司电力科学研究院
国网天津市电力公司滨海供电分公司
国网天津市电力公司城南供电分公司
国网海津省电力有限公司; 国网海津省电力有限责任公司
国网海津省电力有限公司甲市供电公司
国网海津省电力有限公司乙市供电公司
天津市第一中心医院; 天津第一中心医院
天津市第二中心医院; 天津第二中心医院
天津市第三中心医院; 天津市第3中心医院
海津市人民医院
海津市第一人民医院; 海津市第1人民医院
海津市第二人民医院
海津省人民医院
海津县人民医院
天津市滨海新区海津机械厂; 天津滨海新区海津机械厂
天津市海津机械厂; 天津海津机械厂
天津市海津机械总厂
天津市海津第二机械厂; 天津海津第2机械厂
天津市海津药厂
北岸药业有限公司; 北岸药业有限责任公司
北岸药业集团有限公司; 北岸药业(集团)有限责任公司; 北岸药业集团
北岸药业股份有限公司; 北岸药业股份有限公司(NORTHSHORE PHARMACEUTICAL CO., LTD.)
北岸制药有限公司
北岸医药有限公司
北岸生物药业有限公司
北岸海工装备有限公司; 北岸海工装备有限公司(NORTHSHORE OFFSHORE); NORTHSHORE OFFSHORE EQUIPMENT CO., LTD.(北岸海工装备有限公司)
北岸海洋工程装备有限公司
北岸海洋工程有限公司
北岸海洋工程股份有限公司
HAIJIN BIO-TECHNOLOGY CO., LTD.; Haijin Biotechnology Co Ltd; HAIJIN BIO TECHNOLOGY COMPANY LIMITED; Haijin Biotechnology Company, Limited
HAIJIN BIOTECHNOLOGY INC; Haijin Biotechnologies, Inc.
HAIJIN BIOMEDICAL CO LTD
UNIV HAIJIN; HAIJIN UNIVERSITY; University of Haijin; Haijin Univ.; HAIJIN UNIV [CN]
UNIV HAIJIN SCIENCE & TECHNOLOGY; HAIJIN UNIVERSITY OF SCIENCE AND TECHNOLOGY; Haijin Univ Sci & Tech
UNIV HAIJIN TECHNOLOGY; HAIJIN UNIVERSITY OF TECHNOLOGY
YUNFAN MARINE EQUIPMENT CO LTD; YUNFAN MARINE EQUIP CO LTD; Yunfan Marine Equipment Co., Ltd. (CN)
YUNFAN MARINE ENGINEERING CO LTD; YUNFAN MARINE ENG CO LTD
"""

TOLD = """
天津南湾药业有限公司; 天津市南湾制药厂; NANWAN PHARMACEUTICAL CO LTD
天津南湾药业股份有限公司
云帆海工股份有限公司; 云帆海洋工程有限公司; YUNFAN OFFSHORE CO LTD
云帆海工(上海)有限公司
北岸新材料股份有限公司; 天津北岸化工有限公司
天津北岸化工股份有限公司
"""


def applicants(text: str) -> list[list[str]]:
    """The spellings of each applicant, as drawn."""
    return [[name for name in line.split("; ") if name] for line in text.strip().splitlines()]
