//! Merchants.

/// A merchant of clothes.
#[derive(Clone, Copy, Debug)]
pub struct Merchant {
    /// The shop's name.
    pub name: &'static str,
    /// What the shop says about itself.
    pub intro: &'static str,
    /// Where it is.
    pub address: &'static str,
    /// A telephone number that nobody has.
    pub phone: &'static str,
    /// A mail address under a domain that nobody has.
    pub email: &'static str,
}

const fn merchant(
    name: &'static str,
    phone: &'static str,
    email: &'static str,
    address: &'static str,
    intro: &'static str,
) -> Merchant {
    Merchant { name, intro, address, phone, email }
}

/// Twenty merchants.
pub const MERCHANTS: [Merchant; 20] = [
    merchant(
        "鹿汀衣局",
        "010-55500101",
        "luting@miaohui.example",
        "北京市朝阳区鹿汀里1号院",
        "主做宋制日常，颜色都从旧瓷器上取。不催单，慢工出好褶。",
    ),
    merchant(
        "半夏裁衣铺",
        "010-55500102",
        "banxia@miaohui.example",
        "江苏省苏州市葑溪巷33号",
        "苎麻、香云纱、宋锦，三样料子做四季衣裳。",
    ),
    merchant(
        "栖霓织造",
        "010-55500103",
        "qini@miaohui.example",
        "江苏省南京市云机里12号",
        "妆花、织金、缂丝的小作坊，一台老织机一天只走两寸。",
    ),
    merchant(
        "檐下针线",
        "010-55500104",
        "yanxia@miaohui.example",
        "浙江省绍兴市乌篷弄7号",
        "两姐妹开的店，一个打版一个绣花，衣服里衬都藏了一朵小花。",
    ),
    merchant(
        "长风制衣",
        "010-55500105",
        "changfeng@miaohui.example",
        "陕西省西安市曲江柳巷9号",
        "做男装的汉服店：圆领袍、道袍、直裰，挺括耐穿。",
    ),
    merchant(
        "十样锦",
        "010-55500106",
        "shiyangjin@miaohui.example",
        "四川省成都市锦里坊28号",
        "蜀锦做的马面裙，光下和暗处是两条裙子。",
    ),
    merchant(
        "月牙儿童裳",
        "010-55500107",
        "yueya@miaohui.example",
        "山东省济南市泉声里15号",
        "给小朋友做的汉服，不勒、不扎、能在地上打滚。",
    ),
    merchant(
        "青梅衣橱",
        "010-55500108",
        "qingmei@miaohui.example",
        "湖北省武汉市昙华巷21号",
        "学生党友好，改良汉元素，上课也能穿。",
    ),
    merchant(
        "云肩记",
        "010-55500109",
        "yunjian@miaohui.example",
        "福建省泉州市刺桐巷5号",
        "专做云肩、霞帔和配饰，四合如意一针一线。",
    ),
    merchant(
        "拾锦旧藏",
        "010-55500110",
        "shijin@miaohui.example",
        "上海市黄浦区梧影里60号",
        "用老料子做新衣裳，每件只有一件。",
    ),
    merchant(
        "听雪斋",
        "010-55500111",
        "tingxue@miaohui.example",
        "辽宁省沈阳市听雪胡同3号",
        "冬装起家：斗篷、袄裙、卧兔儿，东北穿出门也不冷。",
    ),
    merchant(
        "南枝花事",
        "010-55500112",
        "nanzhi@miaohui.example",
        "广东省佛山市南枝里18号",
        "岭南天热，料子薄、版型松，香云纱越穿越软。",
    ),
    merchant(
        "不系舟",
        "010-55500113",
        "buxizhou@miaohui.example",
        "江苏省扬州市瘦柳堤2号",
        "魏晋风的大袖衫，走起来有风，坐下来像云。",
    ),
    merchant(
        "三月织",
        "010-55500114",
        "sanyue@miaohui.example",
        "浙江省杭州市桑田里11号",
        "自家养蚕缫丝，春天只做三百米素罗。",
    ),
    merchant(
        "朱雀门",
        "010-55500115",
        "zhuquemen@miaohui.example",
        "河南省洛阳市定鼎里6号",
        "唐制专门店，齐胸、坦领、半臂，颜色敢用。",
    ),
    merchant(
        "小重山",
        "010-55500116",
        "xiaochongshan@miaohui.example",
        "安徽省黄山市屏溪村口",
        "植物染小店，柿子、茶渣、板蓝根都能进染缸。",
    ),
    merchant(
        "鸣珂里",
        "010-55500117",
        "mingke@miaohui.example",
        "山西省大同市鸣珂里4号",
        "复原参考出土和壁画，标签上写清楚依据在哪。",
    ),
    merchant(
        "一寸金",
        "010-55500118",
        "yicunjin@miaohui.example",
        "湖南省长沙市绣坊街30号",
        "湘绣手作，领缘袖口的花都是一针一针来的。",
    ),
    merchant(
        "见山家",
        "010-55500119",
        "jianshan@miaohui.example",
        "云南省昆明市翠湖西里8号",
        "轻户外汉服，爬山露营都能穿，口袋很多。",
    ),
    merchant(
        "灯市口衣坊",
        "010-55500120",
        "dengshikou@miaohui.example",
        "天津市南开区灯市口二条",
        "逢年过节的喜庆衣裳，也租也卖，婚服可定制。",
    ),
];
