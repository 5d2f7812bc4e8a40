//! People.

use miaohui_db::{FromRow, Result, Row, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::row;
use crate::access::Load;
use crate::wire::{Moment, Yuan};

/// What a user says of themselves.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct DetailInfo {
    /// An image of type 1.
    pub avatar: Option<i64>,
    /// Name.
    pub name: String,
    /// `u`: unknown, `m`: man, `l`: woman.
    pub sex: String,
    /// Age.
    pub age: Option<i64>,
    /// The place they come from.
    pub native: Option<i64>,
    /// Profession.
    pub profession: String,
    /// Number of the identity card.
    pub idcard: String,
    /// An image of type 0.
    pub idcard_image: Option<i64>,
    /// Mobile phone.
    pub mobile: String,
    /// QQ number.
    pub qq: String,
    /// Weibo address.
    pub weibo: String,
    /// Blog address.
    pub blog: String,
}

/// Where a user's money goes.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct FundInfo {
    /// Alipay address.
    pub alipay: String,
    /// Bank.
    pub bank_name: String,
    /// Branch.
    pub bank_sub_name: String,
    /// Holder.
    pub name: String,
    /// Number.
    pub account: String,
}

#[derive(Clone, Debug, JsonSchema, Serialize)]
struct BalanceInfo {
    balance: Yuan,
}

#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
struct ProjectInfo {
    launch: i64,
    attention: i64,
    support: i64,
}

/// Questions and answers have no API; comments do.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
struct QuestionInfo {
    ask: i64,
    answer: i64,
    comment: i64,
    vote: i64,
}

/// A user as they see themselves.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct OwnUser {
    id: i64,
    email: String,
    /// Nickname.
    pub nickname: String,
    is_active: bool,
    is_staff: bool,
    is_authentication: bool,
    date_joined: Moment,
    /// What they say of themselves.
    pub detailinfo: DetailInfo,
    /// Where their money goes.
    pub fundinfo: FundInfo,
    balanceinfo: BalanceInfo,
    projectinfo: ProjectInfo,
    questioninfo: QuestionInfo,
}

impl FromRow for OwnUser {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            id: c.take()?,
            email: c.take()?,
            nickname: c.take()?,
            is_active: c.take()?,
            is_staff: c.take()?,
            is_authentication: c.take()?,
            date_joined: Moment(c.take()?),
            detailinfo: DetailInfo {
                avatar: c.take()?,
                name: c.take()?,
                sex: c.take()?,
                age: c.take()?,
                native: c.take()?,
                profession: c.take()?,
                idcard: c.take()?,
                idcard_image: c.take()?,
                mobile: c.take()?,
                qq: c.take()?,
                weibo: c.take()?,
                blog: c.take()?,
            },
            fundinfo: FundInfo {
                alipay: c.take()?,
                bank_name: c.take()?,
                bank_sub_name: c.take()?,
                name: c.take()?,
                account: c.take()?,
            },
            balanceinfo: BalanceInfo { balance: Yuan(c.take()?) },
            projectinfo: ProjectInfo { launch: c.take()?, attention: c.take()?, support: c.take()? },
            questioninfo: QuestionInfo { comment: c.take()?, ..QuestionInfo::default() },
        })
    }
}

/// A user as they see themselves.
pub fn own(tx: &mut Tx<'_>, id: i64) -> Result<OwnUser> {
    tx.query_one(
        "SELECT id, email, nickname, is_active, is_staff, is_authentication, date_joined,
           avatar, name, sex, age, native, profession, idcard, idcard_image, mobile, qq, weibo, blog,
           alipay, bank_name, bank_sub_name, bank_holder, bank_account,
           COALESCE((SELECT b.balance FROM ledger_balance b WHERE b.account = 'user:' || cf_user.id), 0),
           (SELECT COUNT(*) FROM cf_project WHERE user_id = $1),
           (SELECT COUNT(*) FROM cf_attention WHERE user_id = $1),
           (SELECT COUNT(*) FROM cf_support WHERE user_id = $1 AND paid),
           (SELECT COUNT(*) FROM cf_comment WHERE user_id = $1 AND hidden_under IS NULL)
         FROM cf_user WHERE id = $1",
        &[id.into()],
    )
}

#[derive(Clone, Debug, JsonSchema, Serialize)]
struct PublicDetail {
    avatar: Option<i64>,
    native: Option<i64>,
    profession: String,
    qq: String,
    weibo: String,
    blog: String,
}

/// A user as others see them.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PublicUser {
    id: i64,
    email: String,
    nickname: String,
    detailinfo: PublicDetail,
}

impl FromRow for PublicUser {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            id: c.take()?,
            email: c.take()?,
            nickname: c.take()?,
            detailinfo: PublicDetail {
                avatar: c.take()?,
                native: c.take()?,
                profession: c.take()?,
                qq: c.take()?,
                weibo: c.take()?,
                blog: c.take()?,
            },
        })
    }
}

impl Load for PublicUser {
    fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Self>> {
        tx.query_opt(
            "SELECT id, email, nickname, avatar, native, profession, qq, weibo, blog FROM cf_user WHERE id = $1 AND is_active",
            &[id.into()],
        )
    }

    fn owner(&self) -> Option<i64> {
        Some(self.id)
    }
}

/// What a login is checked against.
pub struct Credentials {
    /// The user's id.
    pub id: i64,
    /// The password's hash.
    pub password: String,
    /// Whether the user may act.
    pub is_active: bool,
}

row!(Credentials { id, password, is_active });

/// What a login with this address is checked against.
pub fn credentials(tx: &mut Tx<'_>, email: &str) -> Result<Option<Credentials>> {
    tx.query_opt("SELECT id, password, is_active FROM cf_user WHERE email = $1", &[email.into()])
}

/// What a change of the user's password is checked against.
pub fn credentials_of(tx: &mut Tx<'_>, id: i64) -> Result<Option<Credentials>> {
    tx.query_opt("SELECT id, password, is_active FROM cf_user WHERE id = $1", &[id.into()])
}

/// A new account, not active yet; its id, or `None` when the address is taken.
pub fn insert(tx: &mut Tx<'_>, email: &str, password: &str, nickname: &str, now: i64) -> Result<Option<i64>> {
    let new: Option<(i64,)> = tx.query_opt(
        "INSERT INTO cf_user (email, password, nickname, date_joined) VALUES ($1, $2, $3, $4)
         ON CONFLICT (email) DO NOTHING RETURNING id",
        &[email.into(), password.into(), nickname.into(), now.into()],
    )?;
    Ok(new.map(|(id,)| id))
}

/// Whether an account has this address.
pub fn has_email(tx: &mut Tx<'_>, email: &str) -> Result<bool> {
    let found: Option<(i64,)> = tx.query_opt("SELECT id FROM cf_user WHERE email = $1", &[email.into()])?;
    Ok(found.is_some())
}

/// Makes an account active for the first time; `false`: it was before.
pub fn activate(tx: &mut Tx<'_>, id: i64, now: i64) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE cf_user SET is_active = TRUE, activated_at = $2 WHERE id = $1 AND activated_at IS NULL",
        &[id.into(), now.into()],
    )?;
    Ok(changed == 1)
}

/// Where mails to a user go.
pub struct Addressee {
    /// The user's id.
    pub id: i64,
    /// The mail address.
    pub email: String,
    /// How the mail begins.
    pub nickname: String,
    /// Whether the user may act.
    pub is_active: bool,
    /// Whether the account was active at any time.
    pub was_active: bool,
}

row!(Addressee { id, email, nickname, is_active, was_active });

/// The user with this address.
pub fn addressee(tx: &mut Tx<'_>, email: &str) -> Result<Option<Addressee>> {
    tx.query_opt(
        "SELECT id, email, nickname, is_active, activated_at IS NOT NULL FROM cf_user WHERE email = $1",
        &[email.into()],
    )
}

/// The user with this id.
pub fn addressee_of(tx: &mut Tx<'_>, id: i64) -> Result<Option<Addressee>> {
    tx.query_opt(
        "SELECT id, email, nickname, is_active, activated_at IS NOT NULL FROM cf_user WHERE id = $1",
        &[id.into()],
    )
}

/// Forgets accounts that were made before a time and never became active, so that their addresses are free again.
pub fn sweep(tx: &mut Tx<'_>, before: i64) -> Result<u64> {
    tx.execute(
        "DELETE FROM cf_user WHERE activated_at IS NULL AND NOT is_active AND date_joined < $1",
        &[before.into()],
    )
}

/// Says that a user's identity is right. `false`: there is nothing to decide, because no identity card was sent or it was
/// decided before.
pub fn set_identified(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE cf_user SET is_authentication = TRUE
         WHERE id = $1 AND idcard_image IS NOT NULL AND NOT is_authentication",
        &[id.into()],
    )?;
    Ok(changed == 1)
}

/// Takes away an identity card that does not count, so that the user sends another. `false` as for [`set_identified`].
pub fn drop_idcard(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE cf_user SET idcard_image = NULL
         WHERE id = $1 AND idcard_image IS NOT NULL AND NOT is_authentication",
        &[id.into()],
    )?;
    Ok(changed == 1)
}

/// Sets a password's hash.
pub fn set_password(tx: &mut Tx<'_>, id: i64, password: &str) -> Result<()> {
    tx.execute("UPDATE cf_user SET password = $2 WHERE id = $1", &[id.into(), password.into()])?;
    Ok(())
}

/// Changes what a user writes of themselves.
pub fn update(tx: &mut Tx<'_>, id: i64, nickname: &str, detail: &DetailInfo, fund: &FundInfo) -> Result<()> {
    tx.execute(
        "UPDATE cf_user SET nickname = $2, avatar = $3, name = $4, sex = $5, age = $6, native = $7, profession = $8,
           idcard = $9, idcard_image = $10, mobile = $11, qq = $12, weibo = $13, blog = $14, alipay = $15,
           bank_name = $16, bank_sub_name = $17, bank_holder = $18, bank_account = $19
         WHERE id = $1",
        &[
            id.into(),
            nickname.into(),
            detail.avatar.into(),
            (&detail.name).into(),
            (&detail.sex).into(),
            detail.age.into(),
            detail.native.into(),
            (&detail.profession).into(),
            (&detail.idcard).into(),
            detail.idcard_image.into(),
            (&detail.mobile).into(),
            (&detail.qq).into(),
            (&detail.weibo).into(),
            (&detail.blog).into(),
            (&fund.alipay).into(),
            (&fund.bank_name).into(),
            (&fund.bank_sub_name).into(),
            (&fund.name).into(),
            (&fund.account).into(),
        ],
    )?;
    Ok(())
}

/// Takes an account that is active out of use; `false`: it is not active.
pub fn ban(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let changed =
        tx.execute("UPDATE cf_user SET is_active = FALSE WHERE id = $1 AND is_active", &[id.into()])?;
    Ok(changed == 1)
}

/// Puts an account that was active once into use again; `false`: it is in use, or was never active.
pub fn unban(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE cf_user SET is_active = TRUE WHERE id = $1 AND NOT is_active AND activated_at IS NOT NULL",
        &[id.into()],
    )?;
    Ok(changed == 1)
}
