mod article;
mod article_comment;
mod bad_input;
mod envelope;
mod limits;
mod media;
mod sms;
mod user;
