//! Traditional colours, and colour schemes.

use crate::random::Random;

/// A colour with its opacity, in sRGB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Color {
    red: f32,
    green: f32,
    blue: f32,
    alpha: f32,
}

impl Color {
    /// Makes an opaque colour from `0xRRGGBB`.
    pub(crate) const fn hex(rgb: u32) -> Self {
        Self {
            red: ((rgb >> 16) & 0xff) as f32 / 255.0,
            green: ((rgb >> 8) & 0xff) as f32 / 255.0,
            blue: (rgb & 0xff) as f32 / 255.0,
            alpha: 1.0,
        }
    }

    /// Returns the colour with another opacity.
    pub(crate) const fn alpha(self, alpha: f32) -> Self {
        Self { alpha, ..self }
    }

    /// Returns the colour fully transparent, so that a gradient to it keeps its hue.
    pub(crate) const fn clear(self) -> Self {
        self.alpha(0.0)
    }

    /// Returns the colour `share` of the way to `other`.
    pub(crate) fn mix(self, other: Self, share: f32) -> Self {
        let between = |from: f32, to: f32| from + (to - from) * share;
        Self {
            red: between(self.red, other.red),
            green: between(self.green, other.green),
            blue: between(self.blue, other.blue),
            alpha: between(self.alpha, other.alpha),
        }
    }

    /// Returns the colour `share` of the way to white.
    pub(crate) fn light(self, share: f32) -> Self {
        self.mix(Self { alpha: self.alpha, ..WHITE }, share)
    }

    /// Returns the colour `share` of the way to a warm black.
    pub(crate) fn dark(self, share: f32) -> Self {
        self.mix(Self { alpha: self.alpha, ..NIGHT }, share)
    }

    /// Returns the colour for the rasteriser.
    pub(crate) fn to_skia(self) -> tiny_skia::Color {
        let fit = |part: f32| part.clamp(0.0, 1.0);
        tiny_skia::Color::from_rgba(fit(self.red), fit(self.green), fit(self.blue), fit(self.alpha))
            .unwrap_or(tiny_skia::Color::TRANSPARENT)
    }
}

/// White, for lights; paper is [`XUAN`].
pub(crate) const WHITE: Color = Color::hex(0x00ff_ffff);
const NIGHT: Color = Color::hex(0x0014_0c14);

/// 朱红, the red of gates and seals.
pub(crate) const ZHUHONG: Color = Color::hex(0x00d2_3a2a);
/// 胭脂, a deep rouge.
pub(crate) const YANZHI: Color = Color::hex(0x009b_2335);
/// 桃夭, a pale peach blossom.
pub(crate) const TAOYAO: Color = Color::hex(0x00f3_b8b4);
/// 海棠, a clear pink.
pub(crate) const HAITANG: Color = Color::hex(0x00df_6b78);
/// 橘, the orange of persimmons.
pub(crate) const JU: Color = Color::hex(0x00e8_7b35);
/// 藤黄, a strong yellow.
pub(crate) const TENGHUANG: Color = Color::hex(0x00f4_b53a);
/// 缃色, the yellow of silk book covers.
pub(crate) const XIANG: Color = Color::hex(0x00ee_cf8c);
/// 泥金, gold paint.
pub(crate) const NIJIN: Color = Color::hex(0x00cf_a654);
/// 赤金, gold that catches light.
pub(crate) const CHIJIN: Color = Color::hex(0x00f2_d489);
/// 竹青, the green of bamboo.
pub(crate) const ZHUQING: Color = Color::hex(0x006b_8f5e);
/// 松花, a young yellow green.
pub(crate) const SONGHUA: Color = Color::hex(0x00b9_c97a);
/// 松绿, pine green.
pub(crate) const SONGLU: Color = Color::hex(0x0022_5446);
/// 青碧, a jade green blue.
pub(crate) const QINGBI: Color = Color::hex(0x0048_9f8d);
/// 天青, the sky after rain.
pub(crate) const TIANQING: Color = Color::hex(0x0093_bdb9);
/// 石青, azurite.
pub(crate) const SHIQING: Color = Color::hex(0x0026_6d96);
/// 霁蓝, the blue of a clearing sky on porcelain.
pub(crate) const JILAN: Color = Color::hex(0x001d_3f78);
/// 月白, moonlight on white silk.
pub(crate) const YUEBAI: Color = Color::hex(0x00d7_e8ec);
/// 黛, the blue black of painted eyebrows.
pub(crate) const DAI: Color = Color::hex(0x0036_3d5c);
/// 玄青, a night blue.
pub(crate) const XUANQING: Color = Color::hex(0x0017_1b38);
/// 丁香, lilac.
pub(crate) const DINGXIANG: Color = Color::hex(0x00b9_a3cf);
/// 紫檀, dark rosewood.
pub(crate) const ZITAN: Color = Color::hex(0x004a_2026);
/// 赭, ochre brown.
pub(crate) const ZHE: Color = Color::hex(0x00a0_5a36);
/// 檀, sandalwood.
pub(crate) const TAN: Color = Color::hex(0x007c_4a34);
/// 墨, ink.
pub(crate) const MO: Color = Color::hex(0x002a_282c);
/// 宣, rice paper.
pub(crate) const XUAN: Color = Color::hex(0x00f6_efdf);
/// 米, unbleached cloth.
pub(crate) const MI: Color = Color::hex(0x00ea_dcc0);

/// Colours that go together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scheme {
    /// The light ground.
    pub(crate) paper: Color,
    /// The ground's shaded side.
    pub(crate) shade: Color,
    /// The darkest colour, for lines and night.
    pub(crate) deep: Color,
    /// The main colour.
    pub(crate) main: Color,
    /// The second colour, used sparingly.
    pub(crate) accent: Color,
    /// The metal of trims and outlines.
    pub(crate) gold: Color,
}

const SCHEMES: [Scheme; 8] = [
    Scheme { paper: XUAN, shade: XIANG, deep: ZITAN, main: ZHUHONG, accent: SHIQING, gold: NIJIN },
    Scheme { paper: YUEBAI, shade: TIANQING, deep: XUANQING, main: SHIQING, accent: HAITANG, gold: CHIJIN },
    Scheme { paper: XUAN, shade: SONGHUA, deep: SONGLU, main: ZHUQING, accent: ZHUHONG, gold: NIJIN },
    Scheme {
        paper: Color::hex(0x00fb_ece6),
        shade: TAOYAO,
        deep: YANZHI,
        main: HAITANG,
        accent: QINGBI,
        gold: NIJIN,
    },
    Scheme { paper: XUAN, shade: MI, deep: JILAN, main: JILAN, accent: ZHUHONG, gold: NIJIN },
    Scheme {
        paper: Color::hex(0x00f4_eef4),
        shade: DINGXIANG,
        deep: DAI,
        main: Color::hex(0x0077_5d9c),
        accent: TENGHUANG,
        gold: CHIJIN,
    },
    Scheme {
        paper: Color::hex(0x00fb_f1d8),
        shade: TENGHUANG,
        deep: TAN,
        main: JU,
        accent: SONGLU,
        gold: NIJIN,
    },
    Scheme {
        paper: Color::hex(0x00ee_f3ea),
        shade: TIANQING,
        deep: SONGLU,
        main: QINGBI,
        accent: YANZHI,
        gold: NIJIN,
    },
];

impl Scheme {
    /// Picks one of the schemes.
    pub(crate) fn pick(random: &Random) -> Self {
        random.pick(&SCHEMES)
    }
}
