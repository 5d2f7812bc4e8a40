//! 用户信息: profiles as their users and others see them.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use crate::ids::{ImageId, LocationId, UserId};
use crate::wire::{Moment, Yuan};

miaohui_db::stored_enum! {
    /// Sex of a user.
    #[derive(Default)]
    pub enum Sex: str as sex {
        /// 未知.
        #[default]
        Unknown = "u",
        /// 男.
        Man = "m",
        /// 女.
        Woman = "l",
    }
}

miaohui_db::row! {
    /// Personal details of a user.
    #[derive(Clone, Debug, Default, JsonSchema, Serialize)]
    pub struct DetailInfo as detail_columns {
        /// An image of type 1.
        pub avatar: Option<ImageId> = "avatar",
        /// Name.
        pub name: String = "name",
        /// `u`: unknown, `m`: man, `l`: woman.
        pub sex: Sex = "sex",
        /// Age.
        pub age: Option<i64> = "age",
        /// Native place.
        pub native: Option<LocationId> = "native",
        /// Profession.
        pub profession: String = "profession",
        /// Number of the identity card.
        pub idcard: String = "idcard",
        /// An image of type 0.
        pub idcard_image: Option<ImageId> = "idcard_image",
        /// Mobile phone.
        pub mobile: String = "mobile",
        /// QQ number.
        pub qq: String = "qq",
        /// Weibo address.
        pub weibo: String = "weibo",
        /// Blog address.
        pub blog: String = "blog",
    }
}

miaohui_db::row! {
    /// Accounts that withdrawals are paid to.
    #[derive(Clone, Debug, Default, JsonSchema, Serialize)]
    pub struct FundInfo as fund_columns {
        /// Alipay address.
        pub alipay: String = "alipay",
        /// Bank.
        pub bank_name: String = "bank_name",
        /// Branch.
        pub bank_sub_name: String = "bank_sub_name",
        /// Holder.
        pub name: String = "bank_holder",
        /// Number.
        pub account: String = "bank_account",
    }
}

miaohui_db::row! {
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    struct BalanceInfo as balance_columns {
        balance: Yuan =
            "COALESCE((SELECT b.balance FROM ledger_balance b WHERE b.account = 'user:' || cf_user.id), 0)",
    }
}

miaohui_db::row! {
    #[derive(Clone, Debug, Default, JsonSchema, Serialize)]
    struct ProjectInfo as project_info_columns {
        launch: i64 = "(SELECT COUNT(*) FROM cf_project WHERE user_id = $1)",
        attention: i64 = "(SELECT COUNT(*) FROM cf_attention WHERE user_id = $1)",
        support: i64 = "(SELECT COUNT(*) FROM cf_support WHERE user_id = $1 AND paid)",
    }
}

miaohui_db::row! {
    /// Counts of questions and answers, which have no API, and of comments.
    #[derive(Clone, Debug, Default, JsonSchema, Serialize)]
    struct QuestionInfo as question_info_columns {
        ask: i64,
        answer: i64,
        comment: i64 = "(SELECT COUNT(*) FROM cf_comment WHERE user_id = $1 AND hidden_under IS NULL)",
        vote: i64,
    }
}

miaohui_db::row! {
    /// A profile as its user sees it.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct OwnProfile as own_profile_columns {
        id: UserId = "id",
        email: String = "email",
        /// Nickname.
        pub nickname: String = "nickname",
        is_active: bool = "is_active",
        is_staff: bool = "is_staff",
        is_authentication: bool = "is_authentication",
        date_joined: Moment = "date_joined",
        /// Personal details.
        pub detailinfo: DetailInfo => detail_columns!(),
        /// Accounts that withdrawals are paid to.
        pub fundinfo: FundInfo => fund_columns!(),
        balanceinfo: BalanceInfo => balance_columns!(),
        projectinfo: ProjectInfo => project_info_columns!(),
        questioninfo: QuestionInfo => question_info_columns!(),
    }
}

/// Finds a user's own profile.
pub fn own(tx: &mut Tx<'_>, id: UserId) -> Result<OwnProfile> {
    tx.query_one(concat!("SELECT ", own_profile_columns!(), " FROM cf_user WHERE id = $1"), &[id.into()])
}

miaohui_db::row! {
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    struct PublicDetail as public_detail_columns {
        avatar: Option<ImageId> = "avatar",
        native: Option<LocationId> = "native",
        profession: String = "profession",
        qq: String = "qq",
        weibo: String = "weibo",
        blog: String = "blog",
    }
}

miaohui_db::row! {
    /// A profile as other users see it.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct PublicProfile as public_profile_columns {
        /// The user.
        pub id: UserId = "id",
        email: String = "email",
        nickname: String = "nickname",
        detailinfo: PublicDetail => public_detail_columns!(),
    }
}

/// Finds the public profile of an active user.
pub fn public(tx: &mut Tx<'_>, id: UserId) -> Result<Option<PublicProfile>> {
    tx.query_opt(
        concat!("SELECT ", public_profile_columns!(), " FROM cf_user WHERE id = $1 AND is_active"),
        &[id.into()],
    )
}

/// Updates what a user writes in the profile.
pub fn update(
    tx: &mut Tx<'_>,
    id: UserId,
    nickname: &str,
    detail: &DetailInfo,
    fund: &FundInfo,
) -> Result<()> {
    tx.execute(
        "UPDATE cf_user SET nickname = $2, avatar = $3, name = $4, sex = $5, age = $6, native = $7, profession = $8,
           idcard = $9, idcard_image = $10, mobile = $11, qq = $12, weibo = $13, blog = $14, alipay = $15,
           bank_name = $16, bank_sub_name = $17, bank_holder = $18, bank_account = $19, version = version + 1
         WHERE id = $1",
        &[
            id.into(),
            nickname.into(),
            detail.avatar.into(),
            (&detail.name).into(),
            detail.sex.into(),
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
