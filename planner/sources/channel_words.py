"""Names of channels in English, Chinese, Russian, German and French, and vendors that only hint at one."""

from __future__ import annotations

CONCEPTS: dict[str, str] = {
    "tv": (
        "tv|television|linear tv|tv advertising|tv ads|тв|телевидение|телевизор|тв реклама|"
        "реклама на тв|телереклама|эфирное тв|电视|电视广告|电视台|fernsehen|tv werbung|télévision|télé"
    ),
    "video": (
        "online video|video|olv|digital video|video ads|ctv|connected tv|online video ctv|video ctv|"
        "онлайн видео|видео|видеореклама|интернет видео|在线视频|视频|网络视频|视频广告"
    ),
    "search": (
        "search|paid search|sem|ppc|search ads|search engine marketing|paid search ads|поиск|"
        "платный поиск|поисковая реклама|контекст|контекстная реклама|реклама на поиске|搜索|搜索广告|"
        "付费搜索|搜索引擎营销|搜索推广|搜索引擎"
    ),
    "search_brand": (
        "search brand|brand search|branded search|paid search brand|paid brand search|sem brand|"
        "branded paid search|поиск бренд|брендовый поиск|брендовый контекст|контекст бренд|бренд поиск|"
        "поиск по бренду|品牌搜索|搜索品牌|品牌词搜索|品牌词|搜索品牌词"
    ),
    "search_generic": (
        "search generic|generic search|non brand search|nonbrand search|search non brand|"
        "paid search generic|paid search non brand|sem generic|общий поиск|поиск общий|"
        "небрендовый поиск|поиск общие запросы|контекст общий|поиск небренд|поиск не бренд|通用搜索|"
        "搜索通用|通用词搜索|非品牌搜索|搜索通用词|通用词|行业词"
    ),
    "social": (
        "paid social|social|social ads|social media|paid social media|social media ads|"
        "social advertising|smm|платные соцсети|соцсети|социальные сети|реклама в соцсетях|таргет|"
        "таргетированная реклама|таргетинг|реклама в социальных сетях|社交|社交媒体|社交广告|付费社交|"
        "社媒|社交媒体广告|社媒广告|soziale medien|réseaux sociaux"
    ),
    "display": (
        "display|display ads|banner|banners|banner ads|display advertising|programmatic|"
        "programmatic display|display retargeting|медийка|медийная реклама|баннеры|баннерная реклама|"
        "дисплей|медийная реклама ретаргетинг|展示广告|展示|横幅广告|展示类广告|程序化广告|"
        "展示广告再营销"
    ),
    "retargeting": "retargeting|remarketing|ретаргетинг|ремаркетинг|再营销|重定向",
    "marketplace": (
        "marketplace|marketplaces|retail media|marketplace ads|marketplace retail media|"
        "retail media ads|маркетплейс|маркетплейсы|реклама на маркетплейсах|ритейл медиа|"
        "маркетплейсы ритейл медиа|电商平台|电商广告|电商站内|零售媒体|站内推广"
    ),
    "ooh": (
        "ooh|out of home|outdoor|outdoor advertising|billboards|dooh|ooh dooh|out of home advertising|"
        "наружка|наружная реклама|наружная|билборды|户外|户外广告|户外媒体|außenwerbung|plakat|plakate"
    ),
    "radio": (
        "radio|audio|radio audio|radio ads|audio ads|радио|аудио|радио аудио|реклама на радио|广播|"
        "电台|音频|广播音频|广播广告|电台广告|hörfunk|rundfunk|radiowerbung"
    ),
    "influencer": (
        "influencer|influencers|influencer marketing|kol|kols|kol koc|influencer kol|influencers kol|"
        "блогеры|инфлюенсеры|инфлюенс маркетинг|реклама у блогеров|лидеры мнений|инфлюенсеры блогеры|"
        "达人|网红|红人|达人营销|网红营销|kol营销|意见领袖|达人kol"
    ),
    "email": (
        "email|e mail|email crm|crm|email marketing|crm email|email crm loyalty|email sms|loyalty|"
        "newsletter|рассылки|email рассылка|email рассылки|имейл|почтовая рассылка|email маркетинг|"
        "лояльность|email crm лояльность|邮件|邮件营销|电子邮件|邮件crm|会员营销|邮件会员"
    ),
    "content": (
        "content|seo|content seo|seo content|content marketing|organic search seo|контент|сео|"
        "контент маркетинг|контент seo|seo контент|内容|内容营销|搜索引擎优化|内容seo|seo内容|内容 seo"
    ),
    "affiliate": (
        "affiliate|affiliates|affiliate marketing|cpa networks|партнеры|партнерка|"
        "партнерские программы|партнерский маркетинг|cpa сети|联盟|联盟营销|联盟推广"
    ),
    "print": (
        "print|press|print ads|newspapers|magazines|пресса|печать|печатная реклама|报纸|杂志|平面|平面媒体"
    ),
    "cinema": "cinema|cinema ads|kino|cinéma|кино|реклама в кино|影院|影院广告",
    "events": "events|event marketing|мероприятия|ивенты|события|活动|线下活动",
    "direct_mail": "direct mail|dm|директ мейл|почтовые отправления|直邮",
    "sms": "sms|смс|sms рассылка|短信|短信营销",
    "baseline": (
        "baseline|base|organic direct|organic and direct|organic|direct|base sales|non media|no media|"
        "nonmedia|baseline sales|base line|unattributed|organic sales|自然流量|自然|基线|基础销售|"
        "直接访问|органика|органика и прямые|органический трафик|базовые продажи|прямые заходы|"
        "без рекламы|базовая линия|база"
    ),
}
"""Kind of channel to its names, "|" between them; word order, case and punctuation do not matter."""

VENDORS: dict[str, str] = {
    "search": (
        "google ads|adwords|google search|bing|microsoft ads|baidu|百度|яндекс директ|yandex direct|"
        "яндекс|yandex|google|360搜索"
    ),
    "social": (
        "facebook|instagram|meta|linkedin|twitter|vk|vk ads|вк|вконтакте|вк реклама|wechat|微信|"
        "腾讯广告|微博|snapchat|tiktok|抖音|巨量引擎|pinterest|telegram|телеграм"
    ),
    "influencer": "小红书",
    "video": "youtube|rutube|爱奇艺|优酷",
    "retargeting": "criteo",
    "display": "dv360",
    "marketplace": "amazon|amazon ads|ozon|wildberries|天猫|京东|淘宝",
    "radio": "spotify|podcast",
    "email": "mailchimp",
}
"""Kind of channel that a vendor mostly sells: a suggestion, never an answer."""
