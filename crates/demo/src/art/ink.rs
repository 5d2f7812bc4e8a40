//! Traditional colours, and the sets of them that go together.

use tiny_skia::Color;

use super::dice::Dice;

/// One colour with its opacity, mixed in plain sRGB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ink {
    red: f32,
    green: f32,
    blue: f32,
    alpha: f32,
}

impl Ink {
    /// An opaque colour written as `0xRRGGBB`.
    pub(super) const fn hex(rgb: u32) -> Self {
        Self {
            red: ((rgb >> 16) & 0xff) as f32 / 255.0,
            green: ((rgb >> 8) & 0xff) as f32 / 255.0,
            blue: (rgb & 0xff) as f32 / 255.0,
            alpha: 1.0,
        }
    }

    /// The same colour, this opaque.
    pub(super) const fn alpha(self, alpha: f32) -> Self {
        Self { alpha, ..self }
    }

    /// Fully transparent, keeping the hue so that a gradient to it does not turn grey.
    pub(super) const fn clear(self) -> Self {
        self.alpha(0.0)
    }

    /// The colour `share` of the way to `other`.
    pub(super) fn mix(self, other: Self, share: f32) -> Self {
        let between = |from: f32, to: f32| from + (to - from) * share;
        Self {
            red: between(self.red, other.red),
            green: between(self.green, other.green),
            blue: between(self.blue, other.blue),
            alpha: between(self.alpha, other.alpha),
        }
    }

    /// Nearer to white.
    pub(super) fn light(self, share: f32) -> Self {
        self.mix(Self { alpha: self.alpha, ..WHITE }, share)
    }

    /// Nearer to a warm black, the way shade looks on paper.
    pub(super) fn dark(self, share: f32) -> Self {
        self.mix(Self { alpha: self.alpha, ..NIGHT }, share)
    }

    /// The colour for the rasteriser.
    pub(super) fn color(self) -> Color {
        let fit = |part: f32| part.clamp(0.0, 1.0);
        Color::from_rgba(fit(self.red), fit(self.green), fit(self.blue), fit(self.alpha))
            .unwrap_or(Color::TRANSPARENT)
    }
}

/// Plain white, for light rather than for paper.
pub(super) const WHITE: Ink = Ink::hex(0x00ff_ffff);
const NIGHT: Ink = Ink::hex(0x0014_0c14);

/// 朱红, the red of gates and seals.
pub(super) const ZHUHONG: Ink = Ink::hex(0x00d2_3a2a);
/// 胭脂, a deep rouge.
pub(super) const YANZHI: Ink = Ink::hex(0x009b_2335);
/// 桃夭, a pale peach blossom.
pub(super) const TAOYAO: Ink = Ink::hex(0x00f3_b8b4);
/// 海棠, a clear pink.
pub(super) const HAITANG: Ink = Ink::hex(0x00df_6b78);
/// 橘, the orange of persimmons.
pub(super) const JU: Ink = Ink::hex(0x00e8_7b35);
/// 藤黄, a strong yellow.
pub(super) const TENGHUANG: Ink = Ink::hex(0x00f4_b53a);
/// 缃色, the yellow of silk book covers.
pub(super) const XIANG: Ink = Ink::hex(0x00ee_cf8c);
/// 泥金, gold paint.
pub(super) const NIJIN: Ink = Ink::hex(0x00cf_a654);
/// 赤金, gold that catches light.
pub(super) const CHIJIN: Ink = Ink::hex(0x00f2_d489);
/// 竹青, the green of bamboo.
pub(super) const ZHUQING: Ink = Ink::hex(0x006b_8f5e);
/// 松花, a young yellow green.
pub(super) const SONGHUA: Ink = Ink::hex(0x00b9_c97a);
/// 松绿, pine green.
pub(super) const SONGLU: Ink = Ink::hex(0x0022_5446);
/// 青碧, a jade green blue.
pub(super) const QINGBI: Ink = Ink::hex(0x0048_9f8d);
/// 天青, the sky after rain.
pub(super) const TIANQING: Ink = Ink::hex(0x0093_bdb9);
/// 石青, azurite.
pub(super) const SHIQING: Ink = Ink::hex(0x0026_6d96);
/// 霁蓝, the blue of a clearing sky on porcelain.
pub(super) const JILAN: Ink = Ink::hex(0x001d_3f78);
/// 月白, moonlight on white silk.
pub(super) const YUEBAI: Ink = Ink::hex(0x00d7_e8ec);
/// 黛, the blue black of painted eyebrows.
pub(super) const DAI: Ink = Ink::hex(0x0036_3d5c);
/// 玄青, a night blue.
pub(super) const XUANQING: Ink = Ink::hex(0x0017_1b38);
/// 丁香, lilac.
pub(super) const DINGXIANG: Ink = Ink::hex(0x00b9_a3cf);
/// 紫檀, dark rosewood.
pub(super) const ZITAN: Ink = Ink::hex(0x004a_2026);
/// 赭, ochre brown.
pub(super) const ZHE: Ink = Ink::hex(0x00a0_5a36);
/// 檀, sandalwood.
pub(super) const TAN: Ink = Ink::hex(0x007c_4a34);
/// 墨, ink.
pub(super) const MO: Ink = Ink::hex(0x002a_282c);
/// 宣, rice paper.
pub(super) const XUAN: Ink = Ink::hex(0x00f6_efdf);
/// 米, unbleached cloth.
pub(super) const MI: Ink = Ink::hex(0x00ea_dcc0);

/// Colours that go together: two grounds, a strong one, a counterpoint and a metal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scheme {
    /// The light ground.
    pub(super) paper: Ink,
    /// The ground's shaded side.
    pub(super) shade: Ink,
    /// The darkest colour, for lines and night.
    pub(super) deep: Ink,
    /// What the eye meets first.
    pub(super) main: Ink,
    /// The counterpoint, used sparingly.
    pub(super) accent: Ink,
    /// The metal of trims and outlines.
    pub(super) gold: Ink,
}

const SCHEMES: [Scheme; 8] = [
    Scheme { paper: XUAN, shade: XIANG, deep: ZITAN, main: ZHUHONG, accent: SHIQING, gold: NIJIN },
    Scheme { paper: YUEBAI, shade: TIANQING, deep: XUANQING, main: SHIQING, accent: HAITANG, gold: CHIJIN },
    Scheme { paper: XUAN, shade: SONGHUA, deep: SONGLU, main: ZHUQING, accent: ZHUHONG, gold: NIJIN },
    Scheme {
        paper: Ink::hex(0x00fb_ece6),
        shade: TAOYAO,
        deep: YANZHI,
        main: HAITANG,
        accent: QINGBI,
        gold: NIJIN,
    },
    Scheme { paper: XUAN, shade: MI, deep: JILAN, main: JILAN, accent: ZHUHONG, gold: NIJIN },
    Scheme {
        paper: Ink::hex(0x00f4_eef4),
        shade: DINGXIANG,
        deep: DAI,
        main: Ink::hex(0x0077_5d9c),
        accent: TENGHUANG,
        gold: CHIJIN,
    },
    Scheme {
        paper: Ink::hex(0x00fb_f1d8),
        shade: TENGHUANG,
        deep: TAN,
        main: JU,
        accent: SONGLU,
        gold: NIJIN,
    },
    Scheme {
        paper: Ink::hex(0x00ee_f3ea),
        shade: TIANQING,
        deep: SONGLU,
        main: QINGBI,
        accent: YANZHI,
        gold: NIJIN,
    },
];

impl Scheme {
    /// One of the sets.
    pub(super) fn roll(dice: &Dice) -> Self {
        dice.pick(&SCHEMES)
    }
}
