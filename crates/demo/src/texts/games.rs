//! Traditional games, and the titles of banners.

use miaohui_demo_art::Motif;

/// A traditional game.
#[derive(Clone, Copy, Debug)]
pub struct Game {
    /// Its name.
    pub name: &'static str,
    /// What its picture shows.
    pub motif: Motif,
    /// Two or three paragraphs about it.
    pub intro: &'static [&'static str],
}

const fn game(name: &'static str, motif: Motif, intro: &'static [&'static str]) -> Game {
    Game { name, motif, intro }
}

/// Twelve games.
pub const GAMES: [Game; 12] = [
    game(
        "投壶",
        Motif::PitchPot,
        &[
            "投壶源于射礼。宴席上地方窄、客人多，不便张弓，主人便取一只长颈壶，请客人把箭投进去，谁投中得多谁赢，输的人饮酒。",
            "站在离壶两步半的地方，每人四支箭。投进壶口叫“有初”，投进壶耳叫“贯耳”，一支接一支都中叫“连中”，全中就是“全壶”。",
            "诀窍不在用力，在于看准以后不再犹豫。古人说它可以正心，今天玩起来，至少可以让人放下手机。",
        ],
    ),
    game(
        "六博",
        Motif::Tangram,
        &[
            "六博是先秦到两汉最风行的棋戏，汉代画像石上常能看见两人对坐、举手投箸的样子，神态紧张又得意。",
            "双方各有六枚棋子，掷六根竹箸决定步数，在画有曲道的棋盘上行进，抢到中间的“水”里牵鱼得筹。",
            "完整的规则早已失传，这里的玩法参考出土棋盘与文献复原，适合两个人在树荫下慢慢下。",
        ],
    ),
    game(
        "九连环",
        Motif::NineRings,
        &[
            "九个圆环套在一根横梁上，一环扣着一环。要把它们全部取下，最少需要三百四十一步，一步也错不得。",
            "玩法只有两条：第一环可以随时上下；其余的环，只有当它前面一环在梁上、更前面的都不在时，才能动。",
            "解不开的时候倒着想。许多人就是在洗碗或散步的时候，忽然想通了那一步。",
        ],
    ),
    game(
        "华容道",
        Motif::Xiangqi,
        &[
            "一块长方形的盘子，十枚大小不一的木块，只留两个空格。把最大的那块从下方的出口移出来，就算赢。",
            "常见的开局叫“横刀立马”，最快的解法要八十一步。换一种摆法，又是一道新题。",
        ],
    ),
    game(
        "七巧板",
        Motif::Tangram,
        &[
            "一个正方形切成七块：五个三角形、一个正方形、一个平行四边形，却能拼出上千种图样。",
            "它从宋代的“燕几图”演变而来，原本是请客时可以拼来拼去的小桌子，后来变成了孩子手里的玩具。",
            "先照着图拼，再只看轮廓拼，最后自己想一个图样让别人猜，这是三种不同的乐趣。",
        ],
    ),
    game(
        "围棋",
        Motif::GoStones,
        &[
            "纵横十九道，黑白两色子，规则几句话就能讲完：轮流落子，围住地盘，没有气的棋要提走，最后地盘多的赢。",
            "也因为简单，变化多到数不清。古人称它“手谈”，两个人不用说话，一盘棋下完，就知道对方是什么样的人。",
        ],
    ),
    game(
        "象棋",
        Motif::Xiangqi,
        &[
            "楚河汉界，车马炮兵。红先黑后，把对方的将帅逼到无路可走为胜。",
            "马走日、象走田、炮打隔子、小卒过河不回头，这些话许多人是先从爷爷嘴里学会，然后才学会下棋的。",
            "初学者记住一句：先出大子，别急着吃兵。",
        ],
    ),
    game(
        "放风筝",
        Motif::Kites,
        &[
            "清明前后的风最稳，是放风筝的好日子。旧时的人把烦恼写在风筝上，放到最高处剪断线，叫“放晦气”。",
            "选一片空地，背对着风，一个人举，一个人跑。线要一收一放，风大放线，风小收线，急不得。",
            "北京的沙燕、潍坊的龙头、南通的板鹞，各有各的样子，抬头看时都是同一片天。",
        ],
    ),
    game(
        "鲁班锁",
        Motif::NineRings,
        &[
            "六根木条，不用一颗钉子，互相咬成一个结实的十字。拆开容易，装回去难。",
            "传说是鲁班为了试儿子聪不聪明做的，儿子忙了一夜才拆开。今天的大人，常常要忙一个周末。",
        ],
    ),
    game(
        "蹴鞠",
        Motif::Kites,
        &[
            "蹴是用脚踢，鞠是皮球。汉代用它练兵，唐代把球充了气，宋代成了满街的热闹，还有专门的球社。",
            "一种玩法分两队对抗，球门是高杆上的一个圆洞，叫“风流眼”；另一种叫“白打”，比谁踢的花样多，球不落地。",
            "几个人围成一圈，轻轻地颠，轻轻地传，就很好玩。",
        ],
    ),
    game(
        "斗草",
        Motif::Bamboo,
        &[
            "端午前后草木正盛，孩子们各自去采草。武斗是两根草交叉着拉，谁的断了谁输，车前草的茎最结实。",
            "文斗是报草名、对花名，你说“狗尾草”，我对“鸡冠花”，对不上来的认输。大人也爱玩，顺便认得了一园子的草木。",
        ],
    ),
    game(
        "飞花令",
        Motif::PlumBlossom,
        &[
            "行酒令里最雅的一种。大家约好一个字，比如“花”，轮流说出一句带这个字的诗，说不出的罚酒一杯，或者唱一首歌。",
            "讲究的玩法要求“花”字的位置依次后移，第一人在句首，第二人在第二字，一圈下来刚好七个字。",
            "不必拘泥，说得出来就好。孩子们常常比大人背得多。",
        ],
    ),
];

/// A banner: its title and its link.
#[derive(Clone, Copy, Debug)]
pub struct BannerTitle {
    /// The title.
    pub title: &'static str,
    /// Where its link leads, under a domain that nobody has.
    pub url: &'static str,
}

const fn titled(title: &'static str, url: &'static str) -> BannerTitle {
    BannerTitle { title, url }
}

/// Twelve banners.
pub const BANNERS: [BannerTitle; 12] = [
    titled("新春庙会：一年之中最热闹的三天", "https://miaohui.example/fair/spring"),
    titled("上元灯会：提一盏灯去见你", "https://miaohui.example/fair/lantern"),
    titled("花朝节：穿上汉服去看花", "https://miaohui.example/hanfu/flower"),
    titled("清明放鸢：把春天放到天上", "https://miaohui.example/fair/kite"),
    titled("谷雨新茶：跟着师傅进山", "https://miaohui.example/craft/tea"),
    titled("端午市集：香囊、龙舟与粽子", "https://miaohui.example/fair/dragon-boat"),
    titled("七夕乞巧：针线里的心事", "https://miaohui.example/craft/needle"),
    titled("中秋雅集：月下一盏桂花酒", "https://miaohui.example/fair/moon"),
    titled("重阳登高：秋山有约", "https://miaohui.example/fair/autumn"),
    titled("设计圈新作：二十四番花信", "https://miaohui.example/design/flowers"),
    titled("达人招募：让手艺被看见", "https://miaohui.example/master/join"),
    titled("传统游戏周：今天谁是壶中仙", "https://miaohui.example/game/week"),
];
