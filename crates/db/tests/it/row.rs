//! Rows, ids and stored enums, with errors that name the field.

use miaohui_db::{Database, Error, Migration, Migrations, Options, Script};
use miaohui_kernel::Fen;
use miaohui_testkit::TestDatabase;

miaohui_db::ids! {
    /// An order.
    OrderId,
    /// A user.
    UserId,
}

miaohui_db::stored_enum! {
    /// The status of an order.
    pub enum Status: i64 as status {
        /// Not paid yet.
        Pending = 0,
        /// Paid.
        Done = 1,
    }
}

miaohui_db::stored_enum! {
    /// The channel of a payment.
    pub enum Channel: str as channel {
        /// The user's balance.
        Balance = "balance",
        /// The sandbox.
        Sandbox = "sandbox",
    }
}

miaohui_db::row! {
    /// The buyer of an order.
    #[derive(Debug, PartialEq)]
    struct Buyer as buyer_columns("u.", "h.") {
        id: UserId = "id",
        name: String = "name",
    }
}

miaohui_db::row! {
    /// An order with its buyer.
    #[derive(Debug, PartialEq)]
    struct Order as order_columns {
        id: OrderId = "o.id",
        price: Fen = "o.price",
        buyer: Buyer => buyer_columns!("u."),
        helper: Option<Buyer> => buyer_columns!("h."),
        status: Status = "o.status",
        channel: Option<Channel> = "o.channel",
        lines: Vec<i64>,
    }
}

const SCHEMA: Migrations = Migrations {
    component: "test",
    steps: &[Migration {
        version: 1,
        name: "orders",
        sql: Script::Text(
            "CREATE TABLE u (id IDENTITY, name TEXT NOT NULL) STRICT;
             CREATE TABLE o (id IDENTITY, user_id BIGINT, helper_id BIGINT, price BIGINT, status BIGINT, channel TEXT) STRICT;",
        ),
    }],
};

const ORDERS: &str = concat!(
    "SELECT ",
    order_columns!(),
    " FROM o JOIN u ON u.id = o.user_id LEFT JOIN u h ON h.id = o.helper_id WHERE o.id IN LIST($1) ORDER BY o.id"
);

async fn filled(price: Option<Fen>) -> (Database, TestDatabase) {
    let database = TestDatabase::create();
    let db = Database::open(&Options { readers: 2, ..Options::new(database.url()) }, &[SCHEMA]).unwrap();
    db.write(move |tx| {
        tx.execute("INSERT INTO u (id, name) VALUES (7, '庙'), (8, '会')", &[])?;
        tx.execute(
            concat!(
                "INSERT INTO o (id, user_id, helper_id, price, status, channel)
                 VALUES (1, 7, 8, $1, ",
                status!(Pending),
                ", NULL), (2, 8, NULL, $1, $2, ",
                channel!(Balance),
                ")"
            ),
            &[price.into(), Status::Done.into()],
        )
    })
    .await
    .unwrap();
    (db, database)
}

#[tokio::test]
async fn a_row_is_decoded_by_the_list_that_selects_it() {
    let (db, _database) = filled(Some(Fen(9_800))).await;
    let ids = vec![OrderId(1), OrderId(2)];
    let orders: Vec<Order> = db.read(move |tx| tx.query(ORDERS, &[(&ids).into()])).await.unwrap();
    let buyer = |id, name: &str| Buyer { id: UserId(id), name: name.to_owned() };
    let order = |id, buyer, helper, status, channel| Order {
        id: OrderId(id),
        price: Fen(9_800),
        buyer,
        helper,
        status,
        channel,
        lines: Vec::new(),
    };
    assert_eq!(
        orders,
        [
            order(1, buyer(7, "庙"), Some(buyer(8, "会")), Status::Pending, None),
            order(2, buyer(8, "会"), None, Status::Done, Some(Channel::Balance)),
        ]
    );
}

#[tokio::test]
async fn a_column_that_does_not_fit_names_the_field() {
    let (db, _database) = filled(None).await;
    let orders: Result<Vec<Order>, Error> =
        db.read(move |tx| tx.query(ORDERS, &[(&vec![OrderId(1)]).into()])).await;
    let error = orders.unwrap_err().to_string();
    assert!(
        error.contains("`price`") && error.contains("Order.price") && error.contains("an amount in fen"),
        "{error}"
    );
}

#[tokio::test]
async fn a_value_that_no_variant_has_is_an_error() {
    let (db, _database) = filled(Some(Fen(1))).await;
    db.write(|tx| tx.execute("UPDATE o SET status = 9, channel = 'cash'", &[])).await.unwrap();
    let status: Result<(Status,), Error> =
        db.read(|tx| tx.query_one("SELECT status FROM o LIMIT 1", &[])).await;
    assert!(status.unwrap_err().to_string().contains("Status"));
    let channel: Result<(Channel,), Error> =
        db.read(|tx| tx.query_one("SELECT channel FROM o LIMIT 1", &[])).await;
    assert!(channel.unwrap_err().to_string().contains("Channel"));
}
