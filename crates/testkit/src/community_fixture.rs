//! Data of the Community API for tests.

use std::ops::RangeInclusive;
use std::sync::Mutex;

use miaohui_community::ids::{
    ArticleCommentId, ArticleId, DesignClothId, GameCommentId, GameId, MerchantClothId, OrderId, ProjectId,
    TicketCommentId, TicketId,
};
use miaohui_community::store::banner::{self, BannerKind, NewBanner};
use miaohui_community::store::cloth::{self, NewCloth};
use miaohui_community::store::game::{self, NewGame};
use miaohui_community::store::master::{self, NewMaster};
use miaohui_community::store::merchant::{self, NewMerchant};
use miaohui_community::store::project::{self, NewProject};
use miaohui_community::store::ticket::{self, NewTickets};
use miaohui_db::{Result, Tx};
use miaohui_kernel::Fen;
use serde_json::{Value, json};

use crate::{CommunityUser, TestApp, png};

const IMAGE: &str = "e4cbdd56-855a-11ee-bcb6-5785abdd6148.jpeg";
const INTRO: &str = "[\"第一段\"]";

/// Two users and one or two rows of every kind.
pub struct CommunityFixture {
    /// The user with the order, the articles and the follows.
    pub ann: CommunityUser,
    /// A user who follows ann and is followed by her.
    pub bob: CommunityUser,
    /// An article of ann's with a comment and a reply.
    pub article: ArticleId,
    /// The comment of the article.
    pub comment: ArticleCommentId,
    /// The `master_id` of the master of the project.
    pub master_id: String,
    /// The `merchant_id` of the merchant.
    pub merchant_id: String,
    /// A project with 100 tickets at 19.99 yuan.
    pub project: ProjectId,
    /// A ticket that ann has bought, with a comment.
    pub sold: TicketId,
    /// The paid order of the ticket.
    pub order: OrderId,
    /// The comment of the ticket.
    pub ticket_comment: TicketCommentId,
    /// A cloth of the merchant.
    pub merchant_cloth: MerchantClothId,
    /// A cloth of the design circle.
    pub design_cloth: DesignClothId,
    /// A game.
    pub game: GameId,
    /// The comment of the game.
    pub game_comment: GameCommentId,
    tickets: Mutex<RangeInclusive<i64>>,
}

/// Content of operators, which no API creates.
struct OperatorContent {
    master_id: String,
    merchant_id: String,
    project: ProjectId,
    tickets: RangeInclusive<i64>,
    merchant_cloth: MerchantClothId,
    design_cloth: DesignClothId,
    game: GameId,
}

/// A project and its tickets.
pub struct IssuedTickets {
    /// The project.
    pub project_id: ProjectId,
    /// The ids of the tickets.
    pub tickets: RangeInclusive<i64>,
}

/// Inserts a master with a project of `count` tickets at `price` each.
pub fn project_with_tickets(
    tx: &mut Tx<'_>,
    master_uid: &str,
    count: u32,
    price: Fen,
) -> Result<IssuedTickets> {
    let master_id = master::insert(
        tx,
        &NewMaster {
            uid: master_uid,
            user_id: None,
            name: "达人",
            avatar: IMAGE,
            intro: "简介",
            address: "北京市",
            birthday: "1990-01-01",
            recommended: Some(1),
            created_at: 1,
        },
    )?;
    let new = NewProject {
        master_id,
        name: "项目",
        image: IMAGE,
        intro: INTRO,
        recommended: Some(1),
        created_at: 1,
    };
    let project_id = project::insert(tx, &new)?;
    let new = NewTickets {
        project_id,
        master_id,
        name: "票",
        image: IMAGE,
        images: "[]",
        intro: INTRO,
        price,
        count: count.into(),
        recommended: Some(1),
        created_at: 1,
    };
    let (first, last) = ticket::issue(tx, &new)?;
    Ok(IssuedTickets { project_id, tickets: first.get()..=last.get() })
}

fn insert_operator_content(tx: &mut Tx<'_>) -> Result<OperatorContent> {
    let (master_id, merchant_id) = ("a".repeat(32), "b".repeat(32));
    let issued = project_with_tickets(tx, &master_id, 100, Fen(1999))?;
    let merchant = NewMerchant {
        uid: &merchant_id,
        name: "商户",
        logo: IMAGE,
        intro: "简介",
        address: "北京市",
        phone: "010-55500000",
        email: "shop@miaohui.example",
        created_at: 1,
    };
    let merchant = merchant::insert(tx, &merchant)?;
    let cloth = NewCloth {
        name: "服饰",
        image: IMAGE,
        images: "[]",
        intro: INTRO,
        price: Fen(2999),
        dynasty: 1,
        created_at: 1,
    };
    let merchant_cloth = cloth::insert_of_merchant(tx, merchant, &cloth, Some(1))?;
    let design_cloth = cloth::insert_design(tx, &cloth, "设计师说")?;
    let game = NewGame {
        name: "游戏",
        image: IMAGE,
        avatar: IMAGE,
        comment_bg: IMAGE,
        intro: INTRO,
        recommended: Some(1),
        created_at: 1,
    };
    let game = game::insert(tx, &game)?;
    for (kind, url, target_id) in [
        (BannerKind::Home, "https://miaohui.example/", Some(merchant_cloth.get())),
        (BannerKind::DesignCircle, "", Some(design_cloth.get())),
        (BannerKind::Ticket, "", None),
        (BannerKind::Game, "", None),
    ] {
        banner::insert(tx, &NewBanner { kind, image: IMAGE, url, target_id, position: 1, created_at: 1 })?;
    }
    let (project, tickets) = (issued.project_id, issued.tickets);
    Ok(OperatorContent { master_id, merchant_id, project, tickets, merchant_cloth, design_cloth, game })
}

/// The id of a created row.
fn id<T: From<i64>>(reply: &Value, key: &str) -> T {
    reply[key].as_i64().unwrap().into()
}

impl CommunityFixture {
    /// Creates the operators' content in the database and the users' content through the API.
    pub async fn create(app: &TestApp) -> Self {
        let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
        for who in [&ann, &bob] {
            app.ok(who, "my_user_info_update", json!({ "birthday": 1_699_708_371_238_i64 })).await;
        }
        let content = app.service.community.db.write(insert_operator_content).await.unwrap();
        let media = app.upload(&ann, png(1, 4, 4)).await;
        let publish = json!({ "content": "x", "images": [format!("{media}.jpeg")] });
        let last = *content.tickets.end();
        let article = id(&app.ok(&ann, "article_publish", publish).await, "article_id");
        let of_bob = app.upload(&bob, png(2, 4, 4)).await;
        app.ok(&bob, "article_publish", json!({ "content": "y", "images": [of_bob] })).await;
        let comment = json!({ "article_id": article, "content": "top" });
        let comment = id(&app.ok(&bob, "article_comment_publish", comment).await, "comment_id");
        let reply = json!({ "article_id": article, "reply_id": comment, "content": "answer" });
        app.ok(&ann, "article_comment_reply", reply).await;
        for (who, to) in [(&ann, &bob), (&bob, &ann)] {
            app.ok(who, "user_follow", json!({ "to_uid": to.uid })).await;
            app.ok(who, "article_collect", json!({ "article_id": article })).await;
        }
        app.ok(&ann, "master_follow", json!({ "master_id": content.master_id })).await;
        app.ok(&ann, "merchant_follow", json!({ "merchant_id": content.merchant_id })).await;
        let order = json!({ "ticket_id_list": [last] });
        let order = id(&app.ok(&ann, "order_create", order).await, "order_id");
        app.ok(&ann, "order_pay", json!({ "order_id": order, "channel": "sandbox" })).await;
        app.ok(&ann, "shopping_cart_add", json!({ "ticket_id": last - 1 })).await;
        let said = json!({ "ticket_id": last, "game_id": content.game, "content": "说得好" });
        let ticket_comment = id(&app.ok(&bob, "ticket_comment_publish", said.clone()).await, "comment_id");
        let game_comment = id(&app.ok(&bob, "game_comment_publish", said.clone()).await, "comment_id");
        let to = json!({ "master_id": content.master_id, "to_uid": bob.uid, "content": "你好" });
        for method in ["send_message_to_master", "send_message_to_user", "send_message_to_customer_service"] {
            app.ok(&ann, method, to.clone()).await;
        }
        Self {
            ann,
            bob,
            article,
            comment,
            master_id: content.master_id,
            merchant_id: content.merchant_id,
            project: content.project,
            sold: TicketId(last),
            order,
            ticket_comment,
            merchant_cloth: content.merchant_cloth,
            design_cloth: content.design_cloth,
            game: content.game,
            game_comment,
            tickets: Mutex::new(*content.tickets.start()..=last - 2),
        }
    }

    /// A ticket that is on sale; each call returns another one.
    pub fn next_ticket(&self) -> TicketId {
        TicketId(self.tickets.lock().unwrap().next().expect("there are enough tickets"))
    }

    /// Parameters with which a method succeeds for ann.
    pub fn params(&self, method: &str) -> Value {
        if method == "my_user_info_update" {
            return json!({ "nickname": "新名" });
        }
        if method == "report" {
            return json!({ "kind": "article", "id": self.article, "reason": "spam", "text": "广告" });
        }
        let mut params = json!({
            "article_id": self.article, "article_comment_id": self.comment, "reply_id": self.comment,
            "to_uid": self.bob.uid, "to_id": self.master_id, "master_id": self.master_id, "merchant_id": self.merchant_id,
            "project_id": self.project, "ticket_id": self.sold, "game_id": self.game, "order_id": self.order,
            "comment_id": self.game_comment, "cloth_id": self.merchant_cloth, "content": "内容",
        });
        if method.starts_with("design_circle") {
            params["cloth_id"] = json!(self.design_cloth);
        }
        if method.starts_with("game_") {
            params["reply_id"] = json!(self.game_comment);
        }
        if method.starts_with("shopping_cart") {
            params["ticket_id"] = json!(self.next_ticket());
        }
        params
    }
}
