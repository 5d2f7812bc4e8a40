//! Banners.

/// A banner.
#[derive(Clone, Copy, Debug)]
pub struct BannerText {
    /// The title.
    pub title: &'static str,
    /// The link, under a domain that nobody owns.
    pub url: &'static str,
}

const fn banner(title: &'static str, url: &'static str) -> BannerText {
    BannerText { title, url }
}

/// Twelve banners.
pub const BANNERS: [BannerText; 12] = [
    banner("新春庙会：一年之中最热闹的三天", "https://miaohui.example/fair/spring"),
    banner("上元灯会：提一盏灯去见你", "https://miaohui.example/fair/lantern"),
    banner("花朝节：穿上汉服去看花", "https://miaohui.example/hanfu/flower"),
    banner("清明放鸢：把春天放到天上", "https://miaohui.example/fair/kite"),
    banner("谷雨新茶：跟着师傅进山", "https://miaohui.example/craft/tea"),
    banner("端午市集：香囊、龙舟与粽子", "https://miaohui.example/fair/dragon-boat"),
    banner("七夕乞巧：针线里的心事", "https://miaohui.example/craft/needle"),
    banner("中秋雅集：月下一盏桂花酒", "https://miaohui.example/fair/moon"),
    banner("重阳登高：秋山有约", "https://miaohui.example/fair/autumn"),
    banner("设计圈新作：二十四番花信", "https://miaohui.example/design/flowers"),
    banner("达人招募：让手艺被看见", "https://miaohui.example/master/join"),
    banner("传统游戏周：今天谁是壶中仙", "https://miaohui.example/game/week"),
];
