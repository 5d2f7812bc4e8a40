//! Users, and which users they follow.

use miaohui_community::ids::UserId;
use miaohui_community::store::follow;
use miaohui_community::store::user::{self, NewUser, ProfileChanges};
use miaohui_community::{Phone, Result};
use miaohui_db::Tx;
use miaohui_kernel::{DAY_MS, HOUR_MS};

use super::images::{self, AVATAR};
use crate::generator::Generator;
use crate::texts::{INTROS, NICKNAMES, PLACES};

/// 1990-01-01 in Unix ms, the birthday of the first user.
const FIRST_BIRTHDAY: i64 = 631_152_000_000;
/// The characters of invitation codes.
pub const CODE_CHARACTERS: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Inserts a user for each password hash.
pub fn fill(tx: &mut Tx<'_>, generator: &Generator<'_>, passwords: &[String]) -> Result<Vec<UserId>> {
    let mut users = Vec::new();
    for (n, password) in passwords.iter().enumerate() {
        let phone = Phone::parse("86", &format!("138{:08}", n + 1))?;
        let new = NewUser {
            uid: &generator.rng.hex32(),
            phone: &phone,
            password,
            nickname: NICKNAMES[n % NICKNAMES.len()],
            invitation_code: &generator.rng.text(CODE_CHARACTERS, 8),
            inviter: None,
            created_at: generator.now - 100 * DAY_MS + n as i64 * HOUR_MS,
        };
        let Some(id) = user::insert(tx, &new)? else { continue };
        let (province, city) = PLACES[n % PLACES.len()];
        let text = |text: &str| Some(Some(text.to_owned()));
        let avatar = images::insert(tx, generator, (AVATAR, n), Some(id), generator.now)?;
        let changes = ProfileChanges {
            avatar: text(&avatar),
            gender: Some((n % 2) as i64),
            province: text(province),
            city: text(city),
            birthday: Some(Some(FIRST_BIRTHDAY + n as i64 * 97 * DAY_MS)),
            intro: text(INTROS[n % INTROS.len()]),
            ..ProfileChanges::default()
        };
        user::update(tx, id, &changes, generator.now)?;
        users.push(id);
    }
    for user in &users {
        for _ in 0..4 + generator.pick(6) {
            let other = users[generator.pick(users.len())];
            if other != *user {
                follow::set(tx, *user, other, generator.now - 30 * DAY_MS)?;
            }
        }
    }
    Ok(users)
}
