//! What the operators put up: masters with projects and tickets, merchants with clothes, the design circle, games, banners.

use miaohui_community::Result;
use miaohui_community::ids::{DesignClothId, GameId, MasterId, MerchantClothId, MerchantId, TicketId};
use miaohui_community::store::banner::{self, BannerKind, NewBanner};
use miaohui_community::store::cloth::{self, NewCloth};
use miaohui_community::store::game::{self, NewGame};
use miaohui_community::store::master::{self, NewMaster};
use miaohui_community::store::merchant::{self, NewMerchant};
use miaohui_community::store::project::{self, NewProject};
use miaohui_community::store::ticket::{self, NewTickets};
use miaohui_db::Tx;
use miaohui_kernel::{DAY_MS, Fen, HOUR_MS};
use serde_json::json;

use super::{AVATAR, BANNER, HANFU, LOGO, Maker, USERS, scene};
use crate::texts::{
    BANNERS, CLOTHES, CRAFTS, DESIGN_CLOTHES, DESIGNERS, GAMES, MASTERS, MERCHANTS, PROJECT_NOTES, TICKETS,
    cloth_intro, project_name, ticket_name,
};

const PROJECTS_EACH: usize = 10;
const CLOTHES_EACH: usize = 10;
/// Tickets of each of two kinds a project issues.
const TICKETS_OF_A_KIND: i64 = 5;
/// The project whose tickets are free, and the one whose prices the sandbox declines.
const FREE_PROJECT: usize = 7;
const DECLINED_PROJECT: usize = 13;

/// Internal ids of what can be followed, bought and talked about.
pub struct Stalls {
    pub masters: Vec<MasterId>,
    pub merchants: Vec<MerchantId>,
    pub tickets: Vec<TicketId>,
    pub merchant_clothes: Vec<MerchantClothId>,
    pub design_clothes: Vec<DesignClothId>,
    pub games: Vec<GameId>,
}

/// Puts everything up.
pub fn fill(tx: &mut Tx<'_>, maker: &Maker<'_>) -> Result<Stalls> {
    let (masters, tickets) = masters(tx, maker)?;
    let (merchants, merchant_clothes) = merchants(tx, maker)?;
    let stalls = Stalls {
        masters,
        merchants,
        tickets,
        merchant_clothes,
        design_clothes: design_circle(tx, maker)?,
        games: games(tx, maker)?,
    };
    banners(tx, maker, &stalls)?;
    Ok(stalls)
}

/// A place among the recommended for every `nth`.
fn recommended(n: usize, every: usize) -> Option<i64> {
    n.is_multiple_of(every).then_some((n / every) as i64)
}

fn masters(tx: &mut Tx<'_>, maker: &Maker<'_>) -> Result<(Vec<MasterId>, Vec<TicketId>)> {
    let (mut ids, mut tickets) = (Vec::new(), Vec::new());
    for (n, from) in MASTERS.iter().enumerate() {
        let created_at = maker.now - (90 - n as i64) * DAY_MS;
        let avatar = maker.gallery.name(tx, &maker.rng, AVATAR, USERS + n, None, created_at)?;
        let new = NewMaster {
            uid: &maker.rng.hex32(),
            user_id: None,
            name: from.name,
            avatar: &avatar,
            intro: from.intro,
            address: from.address,
            birthday: from.birthday,
            recommended: recommended(n, 3),
            created_at,
        };
        let master_id = master::insert(tx, &new)?;
        for k in 0..PROJECTS_EACH {
            tickets.extend(one_project(tx, maker, n * PROJECTS_EACH + k, master_id, from.craft, k)?);
        }
        ids.push(master_id);
    }
    Ok((ids, tickets))
}

fn one_project(
    tx: &mut Tx<'_>,
    maker: &Maker<'_>,
    number: usize,
    master_id: MasterId,
    craft: usize,
    k: usize,
) -> Result<Vec<TicketId>> {
    let craft = &CRAFTS[craft % CRAFTS.len()];
    let (name, about) = (project_name(craft, k), craft.projects[k % craft.projects.len()].about);
    let created_at = maker.now - 60 * DAY_MS + number as i64 * 7 * HOUR_MS;
    let (image, inside) = (maker.image(tx, scene(craft.motif))?, maker.image(tx, scene(craft.motif))?);
    let intro = json!([about, inside, PROJECT_NOTES[number % PROJECT_NOTES.len()]]).to_string();
    let recommended = recommended(number, 16);
    let new = NewProject { master_id, name: &name, image: &image, intro: &intro, recommended, created_at };
    let project_id = project::insert(tx, &new)?;
    let mut tickets = Vec::new();
    for kind in [number, number + 5] {
        let kind_of = &TICKETS[kind % TICKETS.len()];
        let price = match number {
            FREE_PROJECT => 0,
            DECLINED_PROJECT => kind_of.price / 100 * 100 + 44,
            _ => kind_of.price,
        };
        let new = NewTickets {
            project_id,
            master_id,
            name: &ticket_name(&name, kind),
            image: &image,
            images: &json!([image, inside]).to_string(),
            intro: &json!([kind_of.about, inside, about]).to_string(),
            price: Fen(price),
            count: TICKETS_OF_A_KIND,
            recommended: recommended.filter(|_| kind == number),
            created_at,
        };
        let (first, last) = ticket::issue(tx, &new)?;
        tickets.extend((first.get()..=last.get()).map(TicketId));
    }
    Ok(tickets)
}

fn merchants(tx: &mut Tx<'_>, maker: &Maker<'_>) -> Result<(Vec<MerchantId>, Vec<MerchantClothId>)> {
    let (mut ids, mut clothes) = (Vec::new(), Vec::new());
    for (n, from) in MERCHANTS.iter().enumerate() {
        let created_at = maker.now - (80 - n as i64) * DAY_MS;
        let logo = maker.gallery.name(tx, &maker.rng, LOGO, n, None, created_at)?;
        let new = NewMerchant {
            uid: &maker.rng.hex32(),
            name: from.name,
            logo: &logo,
            intro: from.intro,
            address: from.address,
            phone: from.phone,
            email: from.email,
            created_at,
        };
        let merchant_id = merchant::insert(tx, &new)?;
        for k in 0..CLOTHES_EACH {
            let number = n * CLOTHES_EACH + k;
            let from = &CLOTHES[(number * 7) % CLOTHES.len()];
            let made = one_cloth(tx, maker, from.dynasty, number)?;
            let new = made.named(from.name, from.dynasty, maker.now - 40 * DAY_MS + number as i64 * HOUR_MS);
            clothes.push(cloth::insert_of_merchant(tx, merchant_id, &new, recommended(number, 12))?);
        }
        ids.push(merchant_id);
    }
    Ok((ids, clothes))
}

fn design_circle(tx: &mut Tx<'_>, maker: &Maker<'_>) -> Result<Vec<DesignClothId>> {
    let mut ids = Vec::new();
    for (n, from) in DESIGN_CLOTHES.iter().enumerate() {
        let made = one_cloth(tx, maker, from.dynasty, n + 3)?;
        let new = made.named(from.name, from.dynasty, maker.now - 20 * DAY_MS + n as i64 * 6 * HOUR_MS);
        ids.push(cloth::insert_design(tx, &new, DESIGNERS[n % DESIGNERS.len()])?);
    }
    Ok(ids)
}

/// The pictures and the words of a cloth.
struct ClothParts {
    image: String,
    images: String,
    intro: String,
    price: i64,
}

impl ClothParts {
    fn named<'a>(&'a self, name: &'a str, dynasty: i64, created_at: i64) -> NewCloth<'a> {
        let Self { image, images, intro, price } = self;
        NewCloth { name, image, images, intro, price: Fen(*price), dynasty, created_at }
    }
}

fn one_cloth(tx: &mut Tx<'_>, maker: &Maker<'_>, dynasty: i64, n: usize) -> Result<ClothParts> {
    let (image, back) = (maker.image(tx, HANFU)?, maker.image(tx, HANFU)?);
    let [cut, fabric] = cloth_intro(dynasty, n);
    Ok(ClothParts {
        images: json!([image, back]).to_string(),
        intro: json!([cut, back, fabric]).to_string(),
        price: 9_900 + (maker.pick(60) as i64) * 1_000,
        image,
    })
}

fn games(tx: &mut Tx<'_>, maker: &Maker<'_>) -> Result<Vec<GameId>> {
    let mut ids = Vec::new();
    for (n, from) in GAMES.iter().enumerate() {
        let image = maker.image(tx, scene(from.motif))?;
        let mut intro: Vec<String> = from.intro.iter().map(ToString::to_string).collect();
        intro.insert(1.min(intro.len()), image.clone());
        let new = NewGame {
            name: from.name,
            image: &image,
            avatar: &maker.image(tx, LOGO)?,
            comment_bg: &maker.image(tx, BANNER)?,
            intro: &json!(intro).to_string(),
            recommended: Some(n as i64),
            created_at: maker.now - (30 - n as i64) * DAY_MS,
        };
        ids.push(game::insert(tx, &new)?);
    }
    Ok(ids)
}

fn banners(tx: &mut Tx<'_>, maker: &Maker<'_>, stalls: &Stalls) -> Result<()> {
    let kinds = [BannerKind::Home, BannerKind::Ticket, BannerKind::DesignCircle, BannerKind::Game];
    for (n, from) in BANNERS.iter().enumerate() {
        let kind = kinds[n % kinds.len()];
        let target_id = match kind {
            BannerKind::Home => Some(stalls.merchant_clothes[n * 5 % stalls.merchant_clothes.len()].get()),
            BannerKind::DesignCircle => {
                Some(stalls.design_clothes[n * 3 % stalls.design_clothes.len()].get())
            }
            BannerKind::Ticket | BannerKind::Game => None,
        };
        let image = format!("{}.jpg", maker.gallery.name(tx, &maker.rng, BANNER, n, None, maker.now)?);
        let (position, created_at) = (n as i64, maker.now - 10 * DAY_MS);
        let new = NewBanner { kind, image: &image, url: from.url, target_id, position, created_at };
        banner::insert(tx, &new)?;
    }
    Ok(())
}
