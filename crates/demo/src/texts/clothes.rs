//! Hanfu: what the merchants sell and what the design circle shows.

/// A piece of clothing with the dynasty whose cut it follows.
#[derive(Clone, Copy, Debug)]
pub struct Cloth {
    /// Its name.
    pub name: &'static str,
    /// The dynasty as the API counts it: see [`DYNASTIES`].
    pub dynasty: i64,
}

/// What the numbers of `dynasty` mean, by index: 0 general, 1 Han, 2 Jin, 3 Tang, 4 Song, 5 Ming, 6 in the manner
/// of the Qing.
pub const DYNASTIES: [&str; 7] = ["通用", "汉", "晋", "唐", "宋", "明", "清"];

const fn cloth(dynasty: i64, name: &'static str) -> Cloth {
    Cloth { name, dynasty }
}

/// Sixty pieces.
pub const CLOTHES: [Cloth; 60] = [
    cloth(0, "“春山”改良汉元素连衣裙"),
    cloth(0, "“小满”苎麻交领短衫"),
    cloth(0, "“听松”男款日常对襟衫"),
    cloth(0, "“年年有鱼”童装袄裙套装"),
    cloth(0, "“采薇”棉麻百褶半裙"),
    cloth(0, "“风从东来”刺绣斗篷"),
    cloth(0, "“半日闲”通勤马面短裙"),
    cloth(0, "“团圆”亲子同款马甲"),
    cloth(1, "“关雎”绕襟曲裾深衣"),
    cloth(1, "“长乐”直裾袍"),
    cloth(1, "“白露”素纱襌衣"),
    cloth(1, "“未央”交领襦裙"),
    cloth(1, "“桃夭”三绕曲裾"),
    cloth(1, "“上林”男款直裾深衣"),
    cloth(1, "“星汉”信期绣大袖衣"),
    cloth(1, "“琅玕”破裙"),
    cloth(2, "“洛神”杂裾垂髾服"),
    cloth(2, "“兰亭”大袖衫"),
    cloth(2, "“竹林”男款宽袖袍"),
    cloth(2, "“采桑”间色破裙"),
    cloth(2, "“流风”飘带襦裙"),
    cloth(2, "“东篱”裲裆套装"),
    cloth(2, "“寒蝉”对襟半袖衫"),
    cloth(2, "“雪夜访戴”鹤氅"),
    cloth(3, "“霓裳”齐胸襦裙"),
    cloth(3, "“石榴红”齐胸八破裙"),
    cloth(3, "“长安花”坦领半臂"),
    cloth(3, "“踏歌”诃子裙"),
    cloth(3, "“簪花”大袖纱罗衫"),
    cloth(3, "“五陵”男款圆领袍"),
    cloth(3, "“胡旋”翻领胡服"),
    cloth(3, "“云想”宝相花披帛"),
    cloth(3, "“曲江春”间色高腰裙"),
    cloth(3, "“金缕”联珠纹半臂"),
    cloth(4, "“清明上河”褙子套装"),
    cloth(4, "“暗香”梅花绣褙子"),
    cloth(4, "“疏影”宋裤百迭裙"),
    cloth(4, "“点茶”短衫三裥裙"),
    cloth(4, "“汝窑天青”抹胸长褙子"),
    cloth(4, "“东坡”男款道袍"),
    cloth(4, "“一蓑烟雨”男款直裰"),
    cloth(4, "“瑞鹤”圆领襕衫"),
    cloth(4, "“漱玉”旋裙"),
    cloth(4, "“窗下”镶边对襟衫"),
    cloth(5, "“织金”马面裙（墨蓝）"),
    cloth(5, "“百蝶”妆花马面裙"),
    cloth(5, "“仙鹤”补子圆领袍"),
    cloth(5, "“如意”立领斜襟长衫"),
    cloth(5, "“海棠”竖领对襟短袄"),
    cloth(5, "“四合”云肩通袖袄"),
    cloth(5, "“岁寒”比甲"),
    cloth(5, "“踏雪”毛领斗篷"),
    cloth(5, "“秉烛”男款道袍"),
    cloth(5, "“飞鱼”曳撒"),
    cloth(6, "“双蝶”氅衣"),
    cloth(6, "“花好”大襟琵琶袖袄"),
    cloth(6, "“玉兰”镶滚马甲"),
    cloth(6, "“月洞”立领衬衣"),
    cloth(6, "“葡萄紫”对襟坎肩"),
    cloth(6, "“绣球”月华裙"),
];

/// Forty pieces of the design circle; each designer's words are in [`DESIGNERS`].
pub const DESIGN_CLOTHES: [Cloth; 40] = [
    cloth(0, "概念系列“二十四番花信·梅”"),
    cloth(0, "概念系列“二十四番花信·杏”"),
    cloth(0, "“折纸”立体褶交领外套"),
    cloth(0, "“城市行者”改良圆领风衣"),
    cloth(0, "“水墨”数码印花大袖衫"),
    cloth(0, "“榫卯”可拆卸袖襦裙"),
    cloth(0, "“拼布”百家衣"),
    cloth(0, "“旧书页”棉麻长衫"),
    cloth(0, "“夜航船”反光织带马面裙"),
    cloth(0, "“雨巷”防水油纸质感斗篷"),
    cloth(1, "“云气纹”曲裾礼服"),
    cloth(1, "“漆器”黑红深衣"),
    cloth(1, "“玉组佩”礼服裙"),
    cloth(1, "“长信灯”渐变直裾"),
    cloth(2, "“画像砖”大袖礼衣"),
    cloth(2, "“流觞”多层纱衫"),
    cloth(2, "“鹤鸣”羽纹鹤氅"),
    cloth(2, "“听风”宽袖套装"),
    cloth(3, "“敦煌·藻井”齐胸礼服"),
    cloth(3, "“飞天”渐变披帛裙"),
    cloth(3, "“三彩”撞色半臂套装"),
    cloth(3, "“宝相”织锦诃子裙"),
    cloth(3, "“夜宴”金线大袖衫"),
    cloth(3, "“唐草”刺绣圆领袍"),
    cloth(4, "“千里江山”长褙子"),
    cloth(4, "“雨过天青”渐变百迭裙"),
    cloth(4, "“听琴”素罗套装"),
    cloth(4, "“冰裂”提花褙子"),
    cloth(4, "“墨梅”手绘旋裙"),
    cloth(4, "“建盏”曜变纹外衫"),
    cloth(5, "“海水江崖”大礼服"),
    cloth(5, "“青花”缠枝马面裙"),
    cloth(5, "“凤冠霞帔”新婚礼衣"),
    cloth(5, "“岁朝清供”妆花袄裙"),
    cloth(5, "“锦鲤”渐变马面裙"),
    cloth(5, "“天工”织机纹圆领袍"),
    cloth(6, "“珐琅彩”镶滚氅衣"),
    cloth(6, "“点翠”蓝调马甲"),
    cloth(6, "“十样锦”拼色袄"),
    cloth(6, "“影青”暗花衬衣"),
];

/// What twenty designers say about themselves and their work.
pub const DESIGNERS: [&str; 20] = [
    "设计师阿砚：学建筑出身，喜欢把结构藏在褶子里。相信一件衣服也要有“檐”。",
    "设计师林小满：从外婆的百家被里学会拼布，作品里总有一块旧料子。",
    "设计师苏木：植物染爱好者，一年只做四季四个系列，颜色听山里的。",
    "设计师闻笛：做了八年舞台服装，想让大袖在日常里也能好好走路。",
    "设计师陆离：研究出土纹样，不照搬，只借一口气。",
    "设计师半枝：年轻妈妈，设计从“能抱孩子、能洗机洗”开始。",
    "设计师砚山：把水墨的留白做进裁片，少一刀是一刀。",
    "设计师青禾：苗绣传习人的女儿，针法是小时候看会的。",
    "设计师谢无衣：喜欢黑与红，灵感来自一只漆耳杯。",
    "设计师简兮：做运动服的版师，想做一件能跑步的圆领袍。",
    "设计师桑落：自己养蚕，知道一米素罗要多少片桑叶。",
    "设计师顾长帆：曾在敦煌临摹三年，回来把藻井穿在身上。",
    "设计师梨白：偏爱月白和天青，她说白不是没有颜色。",
    "设计师木木：聋人设计师，把手语里的“春天”绣在领口。",
    "设计师江离：从旧戏服里找比例，袖子比别人长半寸。",
    "设计师何夕：学物理的，用参数化做云纹，每件都不重样。",
    "设计师阿蘅：只用库存老布，一件一命，绝不补货。",
    "设计师宋拾：做童装的爸爸，坚持衣服里要有一个能装糖的口袋。",
    "设计师雁回：北方人，冬天的斗篷做得最好。",
    "设计师沉香：喜欢夜里画图，作品名字都取自梦里的一句话。",
];

/// How a cloth's introduction begins, one a dynasty.
const CUTS: [&str; 7] = [
    "日常可穿的汉元素设计，保留交领与系带，版型更利落。",
    "依汉代深衣形制，上下分裁而相连，续衽钩边，行步有仪。",
    "取魏晋风度，宽袖博带，衣料轻薄，走动时如云如水。",
    "依唐制裁剪，高腰大摆，色彩明丽，适合游园与拍照。",
    "依宋制裁剪，清瘦素雅，领缘窄绣，坐卧皆宜。",
    "依明制裁剪，褶子两两相对，织金妆花，端庄大方。",
    "取清代镶滚工艺与纹样，宽袖圆摆，边饰繁而不乱。",
];

/// What a cloth is made of.
const FABRICS: [&str; 10] = [
    "面料为三十姆米重磅真丝，垂感好，贴身不闷。",
    "面料为苎麻混纺，透气吸汗，越洗越软。",
    "面料为提花宋锦，光下可见暗纹，久看不厌。",
    "面料为香云纱，三蒸九煮十八晒，夏天穿最凉。",
    "面料为精梳棉，可机洗，日常打理省心。",
    "面料为织金缎，金线为耐磨工艺，不勾丝不掉色。",
    "面料为真丝绡，轻若无物，建议叠穿。",
    "面料为羊毛混纺，内衬保暖绒，冬天也能单穿。",
    "面料为植物染素罗，每一匹颜色略有差异。",
    "面料为仿古提花绫，手感温润，不易起皱。",
];

/// How a cloth wants to be cared for and worn.
const CARES: [&str; 8] = [
    "建议冷水手洗，阴干后低温熨烫。",
    "模特身高一米六六，穿中码；偏爱宽松可选大一码。",
    "领缘绣花为手工完成，略有差异，正是它的可爱之处。",
    "附赠同色系带一副，配饰需另购。",
    "预售款十五天内发货，支持七天无理由退换。",
    "内衬藏有一枚小口袋，可以装手机，也可以装糖。",
    "可按身高免费改长短，下单时备注即可。",
    "与同系列发簪、团扇搭配更好看。",
];

/// Two paragraphs of introduction for the `n`th piece of a dynasty.
pub fn cloth_intro(dynasty: i64, n: usize) -> [String; 2] {
    let cut = CUTS[usize::try_from(dynasty).unwrap_or(0) % CUTS.len()];
    let fabric = FABRICS[(n * 3 + n / 10) % FABRICS.len()];
    let care = CARES[(n * 5 + n / 8) % CARES.len()];
    [cut.to_owned(), format!("{fabric}{care}")]
}
