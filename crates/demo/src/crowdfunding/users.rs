//! Users with their profiles.

use miaohui_crowdfunding::ids::UserId;
use miaohui_crowdfunding::store::image::ImageType;
use miaohui_crowdfunding::store::profile::{self, DetailInfo, FundInfo, Sex};
use miaohui_crowdfunding::store::user;
use miaohui_crowdfunding::{Code, Result};
use miaohui_db::Tx;
use miaohui_kernel::{DAY_MS, HOUR_MS, MINUTE_MS};

use super::images::{self, AVATAR, ID_CARD, ID_CARDS};
use super::places;
use crate::generator::Generator;
use crate::texts::{FUNDER_NICKNAMES, PLACES, PROFESSIONS};

const SEXES: [Sex; 3] = [Sex::Woman, Sex::Man, Sex::Unknown];
/// One of so many users uploads an identity card; all but the last of these are authenticated.
const USERS_PER_CARD: usize = 2;
/// The number of users; the first of them has something of everything.
pub const COUNT: usize = FUNDER_NICKNAMES.len();

/// Inserts an active user for each password hash.
pub fn fill(tx: &mut Tx<'_>, generator: &Generator<'_>, passwords: &[String]) -> Result<Vec<UserId>> {
    let mut users = Vec::new();
    for (n, password) in passwords.iter().enumerate() {
        let email = format!("demo{}@miaohui.example", n + 1);
        let joined = generator.now - 90 * DAY_MS + n as i64 * 29 * HOUR_MS;
        let nickname = FUNDER_NICKNAMES[n % FUNDER_NICKNAMES.len()];
        let id = user::insert(tx, &email, password, nickname, joined)?.ok_or(Code::NotFound)?;
        user::activate(tx, id, joined + 4 * MINUTE_MS)?;
        let detail = detail(tx, generator, (n, id), joined + HOUR_MS)?;
        let fund = fund(n, &email, &detail.name);
        profile::update(tx, generator.vault, id, nickname, &detail, &fund)?;
        if detail.idcard_image.is_some() && n / USERS_PER_CARD + 1 < ID_CARDS {
            tx.execute("UPDATE cf_user SET is_authentication = TRUE WHERE id = $1", &[id.into()])?;
        }
        users.push(id);
    }
    Ok(users)
}

/// Generates a profile; its names, numbers and addresses belong to no real person.
fn detail(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    (n, id): (usize, UserId),
    at: i64,
) -> Result<DetailInfo> {
    let card = n.is_multiple_of(USERS_PER_CARD) && n / USERS_PER_CARD < ID_CARDS;
    let idcard_image = if card {
        Some(images::insert(tx, generator, id, ImageType::IdCard, (ID_CARD, n / USERS_PER_CARD), at)?)
    } else {
        None
    };
    Ok(DetailInfo {
        avatar: Some(images::insert(tx, generator, id, ImageType::Avatar, (AVATAR, n), at)?),
        name: format!("示例用户{:02}", n + 1),
        sex: SEXES[n % SEXES.len()],
        age: Some(21 + (n as i64 * 17) % 48),
        native: Some(places::find(tx, PLACES[(n * 7 + 4) % PLACES.len()], "")?),
        profession: PROFESSIONS[n % PROFESSIONS.len()].to_owned(),
        idcard: if card { format!("SAMPLE-{:04}", n + 1) } else { String::new() },
        idcard_image,
        mobile: format!("138{:08}", n + 1),
        qq: String::new(),
        weibo: if n % 2 == 0 {
            format!("https://miaohui.example/weibo/demo{}", n + 1)
        } else {
            String::new()
        },
        blog: if n % 3 == 0 { format!("https://miaohui.example/blog/demo{}", n + 1) } else { String::new() },
    })
}

/// Generates the accounts that a user is paid to.
fn fund(n: usize, email: &str, holder: &str) -> FundInfo {
    FundInfo {
        alipay: email.to_owned(),
        bank_name: "示例银行".to_owned(),
        bank_sub_name: "老街支行".to_owned(),
        name: holder.to_owned(),
        account: format!("0000 0000 0000 {:04}", n + 1),
    }
}
