//! Merchants with their clothes, and the clothes of the design circle.

use miaohui_community::Result;
use miaohui_community::ids::{DesignClothId, MerchantClothId, MerchantId};
use miaohui_community::store::cloth::{self, NewCloth};
use miaohui_community::store::merchant::{self, NewMerchant};
use miaohui_db::Tx;
use miaohui_kernel::{DAY_MS, Fen, HOUR_MS};
use serde_json::json;

use super::images::{self, HANFU, LOGO};
use super::projects::recommended;
use crate::generator::Generator;
use crate::texts::{CLOTHES, Cloth, DESIGN_CLOTHES, DESIGNERS, MERCHANTS, cloth_intro};

const CLOTHES_OF_A_MERCHANT: usize = 10;

/// Inserts the merchants with their clothes.
pub fn fill_merchants(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
) -> Result<(Vec<MerchantId>, Vec<MerchantClothId>)> {
    let (mut ids, mut clothes) = (Vec::new(), Vec::new());
    for (n, text) in MERCHANTS.iter().enumerate() {
        let created_at = generator.now - (80 - n as i64) * DAY_MS;
        let logo = images::insert(tx, generator, (LOGO, n), None, created_at)?;
        let new = NewMerchant {
            uid: &generator.rng.hex32(),
            name: text.name,
            logo: &logo,
            intro: text.intro,
            address: text.address,
            phone: text.phone,
            email: text.email,
            created_at,
        };
        let merchant_id = merchant::insert(tx, &new)?;
        for k in 0..CLOTHES_OF_A_MERCHANT {
            let number = n * CLOTHES_OF_A_MERCHANT + k;
            let text = &CLOTHES[(number * 7) % CLOTHES.len()];
            let parts = ClothParts::generate(tx, generator, text, number)?;
            let created_at = generator.now - 40 * DAY_MS + number as i64 * HOUR_MS;
            let new = parts.new_cloth(created_at);
            clothes.push(cloth::insert_of_merchant(tx, merchant_id, &new, recommended(number, 12))?);
        }
        ids.push(merchant_id);
    }
    Ok((ids, clothes))
}

/// Inserts the clothes of the design circle.
pub fn fill_design_circle(tx: &mut Tx<'_>, generator: &Generator<'_>) -> Result<Vec<DesignClothId>> {
    let mut ids = Vec::new();
    for (n, text) in DESIGN_CLOTHES.iter().enumerate() {
        let parts = ClothParts::generate(tx, generator, text, n + 3)?;
        let created_at = generator.now - 20 * DAY_MS + n as i64 * 6 * HOUR_MS;
        let new = parts.new_cloth(created_at);
        ids.push(cloth::insert_design(tx, &new, DESIGNERS[n % DESIGNERS.len()])?);
    }
    Ok(ids)
}

/// The columns of a cloth.
struct ClothParts {
    text: &'static Cloth,
    image: String,
    images: String,
    intro: String,
    price: Fen,
}

impl ClothParts {
    /// Generates the `n`th cloth with two pictures.
    fn generate(tx: &mut Tx<'_>, generator: &Generator<'_>, text: &'static Cloth, n: usize) -> Result<Self> {
        let image = images::insert_any(tx, generator, HANFU)?;
        let back = images::insert_any(tx, generator, HANFU)?;
        let [cut, fabric] = cloth_intro(text.dynasty, n);
        Ok(Self {
            text,
            images: json!([image, back]).to_string(),
            intro: json!([cut, back, fabric]).to_string(),
            price: Fen(9_900 + (generator.pick(60) as i64) * 1_000),
            image,
        })
    }

    fn new_cloth(&self, created_at: i64) -> NewCloth<'_> {
        let Self { text, image, images, intro, price } = self;
        NewCloth { name: text.name, image, images, intro, price: *price, dynasty: text.dynasty, created_at }
    }
}
