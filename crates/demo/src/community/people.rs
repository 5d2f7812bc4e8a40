//! Accounts and who follows whom.

use miaohui_community::ids::UserId;
use miaohui_community::store::follow;
use miaohui_community::store::user::{self, NewUser, ProfileChanges};
use miaohui_community::{Phone, Result};
use miaohui_db::Tx;
use miaohui_kernel::{DAY_MS, HOUR_MS};

use super::{AVATAR, Maker};
use crate::texts::{INTROS, NICKNAMES, PLACES};

/// 1990-01-01 in Unix ms.
const NINETIES: i64 = 631_152_000_000;
const CODE: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Makes an account for each password; their internal ids.
pub fn fill(tx: &mut Tx<'_>, maker: &Maker<'_>, passwords: &[String]) -> Result<Vec<UserId>> {
    let mut users = Vec::new();
    for (n, password) in passwords.iter().enumerate() {
        let phone = Phone::parse("86", &format!("138{:08}", n + 1))?;
        let new = NewUser {
            uid: &maker.rng.hex32(),
            phone: &phone,
            password,
            nickname: NICKNAMES[n % NICKNAMES.len()],
            invitation_code: &maker.rng.text(CODE, 8),
            inviter: None,
            created_at: maker.now - 100 * DAY_MS + n as i64 * HOUR_MS,
        };
        let Some(id) = user::insert(tx, &new)? else { continue };
        let (province, city) = PLACES[n % PLACES.len()];
        let text = |text: &str| Some(Some(text.to_owned()));
        let avatar = maker.gallery.name(tx, &maker.rng, AVATAR, n, Some(id), maker.now)?;
        let changes = ProfileChanges {
            avatar: text(&avatar),
            gender: Some((n % 2) as i64),
            province: text(province),
            city: text(city),
            birthday: Some(Some(NINETIES + n as i64 * 97 * DAY_MS)),
            intro: text(INTROS[n % INTROS.len()]),
            ..ProfileChanges::default()
        };
        user::update(tx, id, &changes)?;
        users.push(id);
    }
    for user in &users {
        for _ in 0..4 + maker.pick(6) {
            let other = users[maker.pick(users.len())];
            if other != *user {
                follow::set(tx, *user, other, maker.now - 30 * DAY_MS)?;
            }
        }
    }
    Ok(users)
}
