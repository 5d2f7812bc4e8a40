//! The motifs, and the function that draws each.

mod autumn;
mod avatar;
mod banner;
mod craft;
mod fair;
mod food;
mod games;
mod hair;
mod hanfu;
mod kitchen;
mod lotus;
mod mask;
mod mooncake;
mod mountain;
mod nature;
mod paper;
mod pond;
mod print;
mod robe;
mod scenery;
mod snow;
mod steamer;
mod stitch;
mod tea;
mod toys;
mod vase;
mod waves;

use crate::canvas::Canvas;
use crate::random::Random;

/// Defines [`Motif`] from one table: its variants, the list of all and the function that draws
/// each.
macro_rules! motifs {
    ($($(#[$doc:meta])* $name:ident => $draw:path,)*) => {
        /// What a picture shows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Motif {
            $($(#[$doc])* $name,)*
        }

        impl Motif {
            /// Every motif, in a fixed order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Draws the motif.
            pub(crate) fn draw(self, canvas: &mut Canvas, random: &Random) {
                match self {
                    $(Self::$name => $draw(canvas, random),)*
                }
            }
        }
    };
}

impl Motif {
    /// Seasons, landscapes and nights of the fair, for articles.
    pub const SCENES: &'static [Self] = &[
        Self::LanternNight,
        Self::Fireworks,
        Self::PlumBlossom,
        Self::Bamboo,
        Self::MistyMountains,
        Self::WavesAndClouds,
        Self::KoiPond,
        Self::Lotus,
        Self::AutumnLeaves,
        Self::SnowTemple,
        Self::Kites,
    ];

    /// Things people make, for masters' projects and articles about them.
    pub const CRAFTS: &'static [Self] = &[
        Self::FoldingFan,
        Self::Porcelain,
        Self::PaperCut,
        Self::Umbrella,
        Self::OperaMask,
        Self::Cloisonne,
        Self::Embroidery,
        Self::TeaSet,
        Self::Kites,
        Self::Hanfu,
    ];

    /// Food and drink, for articles and crowdfunding projects.
    pub const FOODS: &'static [Self] =
        &[Self::Noodles, Self::HotPot, Self::MoonCakes, Self::Dumplings, Self::CandiedHaws, Self::TeaSet];

    /// Games, for articles and games.
    pub const GAMES: &'static [Self] =
        &[Self::GoStones, Self::Xiangqi, Self::PitchPot, Self::Tangram, Self::NineRings, Self::Kites];
}

motifs! {
    /// Strings of lanterns over the roofs of a street (灯笼夜).
    LanternNight => fair::lantern_night,
    /// Fireworks over the roofs and the river (烟火).
    Fireworks => fair::fireworks,
    /// A plum branch before the moon (梅).
    PlumBlossom => nature::plum,
    /// A bamboo grove in morning mist (竹).
    Bamboo => nature::bamboo,
    /// Ridge behind ridge over a river (远山).
    MistyMountains => mountain::mountains,
    /// Waves, cliff, clouds and cranes, as on the hem of a court robe (海水江崖).
    WavesAndClouds => waves::waves,
    /// Koi among lily pads (锦鲤).
    KoiPond => pond::koi_pond,
    /// Lotus over misty water (荷).
    Lotus => lotus::lotus,
    /// Maple or ginkgo before autumn hills (秋叶).
    AutumnLeaves => autumn::autumn,
    /// A pagoda or a temple gate in the snow (雪).
    SnowTemple => snow::snow,
    /// A hanfu robe on a clothes rail (汉服).
    Hanfu => hanfu::hanfu,
    /// The painted mask of an opera role (脸谱).
    OperaMask => mask::opera_mask,
    /// A portrait for an avatar: seven ways to wear one's hair (头像).
    Avatar => avatar::avatar,
    /// An open folding fan with a painted leaf (折扇).
    FoldingFan => craft::fan,
    /// A blue-and-white plate (青花).
    Porcelain => craft::porcelain,
    /// A paper-cut window flower (窗花).
    PaperCut => paper::paper_cut,
    /// Oil-paper umbrellas on wet flagstones (油纸伞).
    Umbrella => paper::umbrella,
    /// A bowl of noodles (面).
    Noodles => food::noodles,
    /// A two-flavour hotpot among its plates (火锅).
    HotPot => food::hotpot,
    /// Mooncakes and osmanthus (月饼).
    MoonCakes => mooncake::mooncakes,
    /// A steamer of soup dumplings (小笼).
    Dumplings => steamer::dumplings,
    /// Candied haws before the lights of a winter street (糖葫芦).
    CandiedHaws => steamer::candied_haws,
    /// A tea set on its tray (茶).
    TeaSet => tea::tea,
    /// An enamelled vase with gold wires (景泰蓝).
    Cloisonne => vase::cloisonne,
    /// An embroidery hoop with flowers half done (刺绣).
    Embroidery => stitch::embroidery,
    /// Swallow kites over spring hills (风筝).
    Kites => toys::kites,
    /// A go board with a bowl of stones (围棋).
    GoStones => games::go,
    /// A game of Chinese chess (象棋).
    Xiangqi => games::xiangqi,
    /// The pitch-pot with its arrows (投壶).
    PitchPot => games::pitch_pot,
    /// The seven boards of the tangram (七巧板).
    Tangram => toys::tangram,
    /// The nine linked rings (九连环).
    NineRings => toys::nine_rings,
    /// Two tickets to the fair (票).
    Ticket => print::ticket,
    /// A shop's emblem around a character (招牌), for logos.
    Emblem => print::emblem,
    /// A made-up card with a portrait and grey bars in place of writing (证件样张).
    SampleCard => print::sample_card,
    /// A wide banner with a season, the town and a plaque (横幅); meant for 1200 by 480.
    Banner => banner::banner,
}
