//! Crafts with their projects.

use miaohui_demo_art::Motif;

/// A project that a master offers.
#[derive(Clone, Copy, Debug)]
pub struct Project {
    /// Its name.
    pub name: &'static str,
    /// What participants do.
    pub about: &'static str,
}

/// A craft with its projects.
#[derive(Clone, Copy, Debug)]
pub struct Craft {
    /// The craft's name.
    pub name: &'static str,
    /// The motif of its pictures.
    pub motif: Motif,
    /// Three projects.
    pub projects: [Project; 3],
}

const fn craft(name: &'static str, motif: Motif, projects: [(&'static str, &'static str); 3]) -> Craft {
    let [first, second, third] = projects;
    Craft {
        name,
        motif,
        projects: [
            Project { name: first.0, about: first.1 },
            Project { name: second.0, about: second.1 },
            Project { name: third.0, about: third.1 },
        ],
    }
}

/// Twenty crafts, sixty projects.
pub const CRAFTS: [Craft; 20] = [
    craft(
        "景泰蓝",
        Motif::Cloisonne,
        [
            (
                "景泰蓝掐丝体验课",
                "用一毫米宽的扁铜丝，在铜胎上掐出一枝梅花，粘丝、修形，体会“一根丝不能断”的耐心。",
            ),
            ("景泰蓝点蓝小画", "在掐好丝的小圆盘里填釉料，深浅过渡全凭手感，烧制后寄回家。"),
            ("珐琅首饰工坊", "做一枚属于自己的掐丝珐琅吊坠，从画稿到抛光，一天完成。"),
        ],
    ),
    craft(
        "青花瓷",
        Motif::Porcelain,
        [
            ("青花盘手绘", "在素坯上学缠枝莲的五笔画法，入窑一千三百度，等一片蓝。"),
            ("拉坯成器", "从揉泥开始，学定中心、开口、提拉，做一只喝茶的碗。"),
            ("釉里看鱼：杯碗工作坊", "画一条属于自己的鱼，胖一点没关系，有福。"),
        ],
    ),
    craft(
        "剪纸",
        Motif::PaperCut,
        [
            ("团花剪纸入门", "一张红纸折三折，剪出六瓣团花，学会月牙纹和锯齿纹。"),
            ("窗花里的春节", "听民俗，剪福字、喜字和生肖，带一叠窗花回家贴。"),
            ("剪影肖像", "老师现场示范剪侧影，再教你剪身边的人。"),
        ],
    ),
    craft(
        "苏绣",
        Motif::Embroidery,
        [
            ("苏绣劈丝与平针", "学会把一根丝劈成八份，用平针绣一片会反光的花瓣。"),
            ("绣一枚团扇", "素绢团扇上绣兰草与蝴蝶，一个下午刚刚好。"),
            ("香囊针线课", "缝一只如意香囊，装上艾草与丁香。"),
        ],
    ),
    craft(
        "油纸伞",
        Motif::Umbrella,
        [
            ("油纸伞伞面彩绘", "在棉纸伞面上画一枝花，老师来上桐油，雨天可用。"),
            ("制伞七十二道工序导览", "从劈竹、钻孔到穿线，在伞坊走一遍，亲手糊一片伞面。"),
            ("小伞灯手作", "把小号油纸伞做成一盏灯，亮起来像一朵花。"),
        ],
    ),
    craft(
        "折扇",
        Motif::FoldingFan,
        [
            ("折扇扇面书画", "选一张洒金扇面，写一句喜欢的诗，或画几笔兰竹。"),
            ("做一把自己的折扇", "磨扇骨、上扇面、穿扇钉，学会为什么要开合三百次。"),
            ("团扇缂丝纹样课", "认识缂丝的通经断纬，用小织机织一方扇心。"),
        ],
    ),
    craft(
        "皮影",
        Motif::OperaMask,
        [
            ("皮影雕刻体验", "三千刀刻一人，我们先刻五十刀，刻一只会动的小鹿。"),
            ("幕后学演皮影戏", "学会五根签子的配合，最后在幕布后演一折《三打白骨精》。"),
            ("亲子皮影剧场", "家长操纵，孩子配音，一家人演一出自己的戏。"),
        ],
    ),
    craft(
        "脸谱",
        Motif::OperaMask,
        [
            ("京剧脸谱绘制", "认识红忠白奸黑直，在石膏面具上勾一张自己喜欢的脸。"),
            ("花脸勾脸与身段", "老师为你勾半张脸，再学一个亮相。"),
            ("脸谱纸伞灯", "把脸谱画在纸伞灯上，挂起来就是一台戏。"),
        ],
    ),
    craft(
        "茶",
        Motif::TeaSet,
        [
            ("宋式点茶与茶百戏", "学调膏、注汤、击拂，在茶沫上画一枝梅。"),
            ("岩茶品鉴小课", "六款茶，一张桌，学会说出喝到了什么。"),
            ("手作紫砂小壶", "打泥片、镶身筒，做一把能出水的小壶。"),
        ],
    ),
    craft(
        "灯彩",
        Motif::LanternNight,
        [
            ("兔子灯扎制", "劈好的竹篾已经备好，学扎骨架、裱纸、点睛，晚上提着回家。"),
            ("荷花灯裱糊", "六十四片花瓣一片一片贴上去，灯亮时像刚开。"),
            ("走马灯的秘密", "做一盏会自己转的灯，弄懂热气怎么推着马儿跑。"),
        ],
    ),
    craft(
        "风筝",
        Motif::Kites,
        [
            ("沙燕风筝彩绘", "听沙燕一家的故事，给胖燕、瘦燕画上自己的花样。"),
            ("扎一只能飞的风筝", "选竹、烤弯、绑线、糊纸，下午一起去放。"),
            ("硬翅风筝进阶", "学做可拆卸的硬翅，给有耐心的人。"),
        ],
    ),
    craft(
        "糖画",
        Motif::CandiedHaws,
        [
            ("糖画勾线课", "一勺糖稀，一块石板，先画蝴蝶再画龙，画坏了可以吃掉。"),
            ("吹糖人体验", "学捏、拉、吹，吹一只圆滚滚的小葫芦。"),
            ("老糖食小讲堂", "麦芽糖、云片糕、寸金糖，一边尝一边听。"),
        ],
    ),
    craft(
        "木作",
        Motif::NineRings,
        [
            ("榫卯入门：一把小板凳", "凿榫眼、修榫头，敲进去那一声最好听。"),
            ("鲁班锁制作", "六根木条互相咬住，做完再拆开，看谁装得回去。"),
            ("木版年画印制", "刷墨、覆纸、套色，印一张门神带回家。"),
        ],
    ),
    craft(
        "蜡染",
        Motif::PlumBlossom,
        [
            ("蜡染方巾", "用蜡刀画云画鱼，浸靛、退蜡，展开是一片天。"),
            ("扎染T恤亲子课", "捆一捆，绑一绑，拆开的那一刻像拆礼物。"),
            ("植物染色实验室", "洋葱皮、茜草、苏木，染一组自己的色卡。"),
        ],
    ),
    craft(
        "簪花",
        Motif::Hanfu,
        [
            ("绒花发簪", "勾条、打尖、传花，做一朵不会谢的海棠。"),
            ("缠花首饰", "用丝线缠出一片一片花瓣，配一只小蝴蝶。"),
            ("汉服妆造课", "学盘发、贴花钿、戴簪，化一个能出门的妆。"),
        ],
    ),
    craft(
        "古琴",
        Motif::Bamboo,
        [
            ("古琴初识", "认识七弦十三徽，一节课弹响第一句《仙翁操》。"),
            ("斫琴工坊参观", "看一块桐木怎样变成一张琴，听木头的声音。"),
            ("雅集：琴与香", "一炉香，一张琴，一个下午不说话。"),
        ],
    ),
    craft(
        "面塑",
        Motif::MoonCakes,
        [
            ("面人孙悟空", "揉、捏、搓、挑，捏一只会瞪眼的孙悟空。"),
            ("花馍蒸制", "做枣花、寿桃、小刺猬，蒸好热乎乎带走。"),
            ("十二生肖面塑", "用菜汁揉彩面，捏一只自己的属相。"),
        ],
    ),
    craft(
        "制墨",
        Motif::MistyMountains,
        [
            ("描金制墨", "给一锭松烟墨描金填彩，写上自己的斋号。"),
            ("水拓画与笺纸", "颜色浮在水面上，轻轻一提，每张都不一样。"),
            ("墨分五色：写意小课", "焦浓重淡清，用一块墨画一座山。"),
        ],
    ),
    craft(
        "汉服裁制",
        Motif::Hanfu,
        [
            ("马面裙裁剪课", "学排料、打褶、合腰，自己做一条能穿出门的裙子。"),
            ("交领上衣制版", "把领子做服帖的秘密都在这一课里。"),
            ("云肩盘绣", "四合如意云肩，盘金绣一角。"),
        ],
    ),
    craft(
        "打铁花",
        Motif::Fireworks,
        [
            ("打铁花夜场观演", "一千六百度的铁水泼上夜空，落下满天星。"),
            ("铁花营日间体验", "穿羊皮袄、握花棒，用清水练一遍动作。"),
            ("除夕铁花专场", "和家人一起，在最亮的那一瞬间许愿。"),
        ],
    ),
];

/// Kinds of sessions of a project.
const SESSIONS: [&str; 6] = ["周末场", "亲子场", "夜场", "小班", "节气特别场", "双人场"];

/// Returns the name of the `n`th project of a craft: the three projects first, then their sessions.
pub fn project_name(craft: &Craft, n: usize) -> String {
    let project = &craft.projects[n % 3];
    match n / 3 {
        0 => project.name.to_owned(),
        round => format!("{}·{}", project.name, SESSIONS[(round - 1) % SESSIONS.len()]),
    }
}

/// Notes for participants, which end a project's introduction.
pub const PROJECT_NOTES: [&str; 10] = [
    "时长约三小时，材料与工具全部包含，成品可以带走。",
    "每班不超过八人，零基础友好，请提前十分钟到场。",
    "六岁以上儿童可由家长陪同参加。",
    "需要烧制的作品约二十天后寄出，邮费由我们承担。",
    "现场提供茶水和围裙，建议穿便于活动的衣服。",
    "如遇大雨，室外环节改在廊下进行。",
    "课后可免费加入手作交流群，老师长期答疑。",
    "场地有台阶，行动不便的朋友请提前联系我们。",
    "可以穿汉服来，有更衣间，也有人帮忙拍照。",
    "开课前二十四小时可免费改期一次。",
];
