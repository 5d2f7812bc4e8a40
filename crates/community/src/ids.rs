//! Ids of the tables of the Community API.

miaohui_db::ids! {
    /// A user.
    UserId,
    /// An article.
    ArticleId,
    /// A comment of an article.
    ArticleCommentId,
    /// A master.
    MasterId,
    /// A merchant.
    MerchantId,
    /// A cloth of a merchant.
    MerchantClothId,
    /// A cloth of the design circle.
    DesignClothId,
    /// A game.
    GameId,
    /// A comment of a game.
    GameCommentId,
    /// A project of a master.
    ProjectId,
    /// A ticket.
    TicketId,
    /// A comment of a ticket.
    TicketCommentId,
    /// An order of tickets.
    OrderId,
    /// A conversation.
    ConversationId,
    /// A message in a conversation.
    MessageId,
}
