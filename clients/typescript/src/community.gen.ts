// Generated from the server's OpenAPI document by scripts/generate.mjs. Do not edit.

export interface paths {
    "/article_collect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 收藏 Collects an article
         * @description Collects an article. Repeated calls count once. Errors: 301 unknown article.
         */
        post: operations["article_collect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/article_comment_del": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 删除文章评论 Deletes comments, all or none
         * @description Deletes comments, all or none; their answers stay. The caller is the author of the comments or of their article. Errors: 302 unknown comment, 111 another author's.
         */
        post: operations["article_comment_del"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/article_comment_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读文章评论列表（分页） Lists the comments of an article with their replies, flat, the oldest first
         * @description Lists the comments of an article with their replies, flat, the oldest first. Errors: 301 unknown article.
         */
        post: operations["article_comment_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/article_comment_publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 文章评论发表 Comments on an article
         * @description Comments on an article. Errors: 301 unknown article, 111 blocked by its author.
         */
        post: operations["article_comment_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/article_comment_reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 文章评论回复 Answers a comment of an article
         * @description Answers a comment of an article. The server computes the top comment of the thread. Errors: 301 unknown article, 302 unknown comment, comment of another article or other top comment, 111 blocked by one of the authors.
         */
        post: operations["article_comment_reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/article_comment_up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 评论点赞(顶) Ups a comment of an article
         * @description Ups a comment of an article. Repeated calls count once. Errors: 302 unknown comment.
         */
        post: operations["article_comment_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/article_del": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 删除文章 Deletes at most 100 of the caller's own articles, all or none
         * @description Deletes at most 100 of the caller's own articles, all or none. Errors: 301 unknown article, 111 another author's.
         */
        post: operations["article_del"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/article_detail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读文章详情 + 100条评论 收藏点赞 Reads an article with its author, the last users who like or collected it, and its first 100 comments, flat, the oldest first
         * @description Reads an article with its author, the last users who like or collected it, and its first 100 comments, flat, the oldest first. Errors: 301 unknown article.
         */
        post: operations["article_detail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/article_like": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 点赞 Likes an article
         * @description Likes an article. Repeated calls count once. Errors: 301 unknown article.
         */
        post: operations["article_like"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/article_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读文章列表（分页） Lists all articles, the newest first
         * @description Lists all articles, the newest first.
         */
        post: operations["article_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/article_publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 发布文章（文字，0-9张图片） Publishes a text, pictures, or both
         * @description Publishes a text, pictures, or both. Each picture is a media id that the caller uploaded, with or without an extension. Errors: 400 no text and no picture, or another picture.
         */
        post: operations["article_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/article_uncollect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 取消收藏 Ends the collect of an article, if there is one
         * @description Ends the collect of an article, if there is one. Errors: 301 unknown article.
         */
        post: operations["article_uncollect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/article_unlike": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 取消点赞 Ends the like of an article, if there is one
         * @description Ends the like of an article, if there is one. Errors: 301 unknown article.
         */
        post: operations["article_unlike"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/current_time": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 取系统当前时间 (不用登录可用) Reads the server's time in Unix ms
         * @description Reads the server's time in Unix ms.
         */
        post: operations["current_time"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/design_circle_banner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读设计圈banner Lists the banners of the design circle
         * @description Lists the banners of the design circle; `banner_id` is the cloth to open.
         */
        post: operations["design_circle_banner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/design_circle_cloth_collect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 对设计圈服饰收藏 Collects a cloth of the design circle
         * @description Collects a cloth of the design circle. Repeated calls count once. Errors: 504 unknown cloth.
         */
        post: operations["design_circle_cloth_collect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/design_circle_cloth_detail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读设计圈服饰详情 Reads a cloth of the design circle with its designer's words
         * @description Reads a cloth of the design circle with its designer's words. Errors: 504 unknown cloth.
         */
        post: operations["design_circle_cloth_detail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/design_circle_cloth_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读设计圈服饰列表（分页） Lists the clothes of the design circle, the newest first
         * @description Lists the clothes of the design circle, the newest first.
         */
        post: operations["design_circle_cloth_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/design_circle_cloth_uncollect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 对设计圈服饰取消收藏 Ends the collect of a cloth of the design circle, if there is one
         * @description Ends the collect of a cloth of the design circle, if there is one. Errors: 504 unknown cloth.
         */
        post: operations["design_circle_cloth_uncollect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/following_article_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读我关注的人的文章列表（分页） Lists the articles of the users that the caller follows, the newest first
         * @description Lists the articles of the users that the caller follows, the newest first.
         */
        post: operations["following_article_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/game_banner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读游戏banner Lists the banners of the games' page
         * @description Lists the banners of the games' page. The document has a copy-paste key; both keys are returned.
         */
        post: operations["game_banner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/game_collect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 游戏收藏 Collects a game
         * @description Collects a game. Repeated calls count once. Errors: 505 unknown game.
         */
        post: operations["game_collect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/game_comment_del": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 游戏评论删除 Deletes the caller's own comments of games, all or none
         * @description Deletes the caller's own comments of games, all or none. Both keys take one id or a list. Errors: 302 unknown comment, 111 another author's.
         */
        post: operations["game_comment_del"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/game_comment_down": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 游戏评论踩 Downs a comment of a game and ends the caller's up
         * @description Downs a comment of a game and ends the caller's up. Errors: 302 unknown comment.
         */
        post: operations["game_comment_down"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/game_comment_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 游戏评论列表（分页） Lists the comments of a game, the newest first
         * @description Lists the comments of a game, the newest first. Errors: 505 unknown game.
         */
        post: operations["game_comment_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/game_comment_publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 游戏评论发表 Comments on a game, or answers a comment of it with `reply_id`
         * @description Comments on a game, or answers a comment of it with `reply_id`. Errors: 505 unknown game, 302 unknown comment, 111 blocked by the author of the answered comment.
         */
        post: operations["game_comment_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/game_comment_up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 游戏评论顶 Ups a comment of a game and ends the caller's down
         * @description Ups a comment of a game and ends the caller's down. Errors: 302 unknown comment.
         */
        post: operations["game_comment_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/game_detail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 游戏详情 Reads a game
         * @description Reads a game. Errors: 505 unknown game.
         */
        post: operations["game_detail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/game_like": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 游戏点赞 Likes a game
         * @description Likes a game. Repeated calls count once. Errors: 505 unknown game.
         */
        post: operations["game_like"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/game_recommend_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 系统推荐游戏列表（分页） Lists the recommended games, in the operators' order
         * @description Lists the recommended games, in the operators' order.
         */
        post: operations["game_recommend_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/game_uncollect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 游戏取消收藏 Ends the collect of a game, if there is one
         * @description Ends the collect of a game, if there is one. Errors: 505 unknown game.
         */
        post: operations["game_uncollect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/game_unlike": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 游戏取消点赞 Ends the like of a game, if there is one
         * @description Ends the like of a game, if there is one. Errors: 505 unknown game.
         */
        post: operations["game_unlike"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get_media_id": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 获取媒体文件ID Issues a media id, which one upload fills within a day
         * @description Issues a media id, which one upload fills within a day.
         */
        post: operations["get_media_id"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/home_banner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读首页banner Lists the banners of the home page
         * @description Lists the banners of the home page; `banner_id` is the merchant's cloth to open.
         */
        post: operations["home_banner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/master_detail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 达人详情 Reads a master with its counters
         * @description Reads a master with its counters. Errors: 501 unknown master.
         */
        post: operations["master_detail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/master_follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 关注用户 Follows a master
         * @description Follows a master. Repeated calls count once. Errors: 501 unknown master.
         */
        post: operations["master_follow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/master_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 达人列表（分页） Lists all masters, the newest first
         * @description Lists all masters, the newest first.
         */
        post: operations["master_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/master_recommend_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 推荐达人列表（分页） Lists the recommended masters, in the operators' order, under both keys that clients read
         * @description Lists the recommended masters, in the operators' order, under both keys that clients read.
         */
        post: operations["master_recommend_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/master_unfollow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 取消关注用户 Ends the follow of a master, if there is one
         * @description Ends the follow of a master, if there is one. Errors: 501 unknown master.
         */
        post: operations["master_unfollow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/merchant_cloth_collect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 对商家服饰收藏 Collects a cloth of a merchant
         * @description Collects a cloth of a merchant. Repeated calls count once. Errors: 504 unknown cloth.
         */
        post: operations["merchant_cloth_collect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/merchant_cloth_detail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读商家服饰详情 Reads a cloth with its merchant
         * @description Reads a cloth with its merchant. Errors: 504 unknown cloth.
         */
        post: operations["merchant_cloth_detail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/merchant_cloth_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读商家服饰列表（分页） Lists the clothes of all merchants, the newest first
         * @description Lists the clothes of all merchants, the newest first.
         */
        post: operations["merchant_cloth_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/merchant_cloth_recommend_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 系统推荐商家服饰列表（分页） Lists the recommended clothes of merchants, in the operators' order, under both keys that clients read
         * @description Lists the recommended clothes of merchants, in the operators' order, under both keys that clients read.
         */
        post: operations["merchant_cloth_recommend_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/merchant_cloth_uncollect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 对商家服饰取消收藏 Ends the collect of a cloth of a merchant, if there is one
         * @description Ends the collect of a cloth of a merchant, if there is one. Errors: 504 unknown cloth.
         */
        post: operations["merchant_cloth_uncollect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/merchant_follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 关注商家 Follows a merchant
         * @description Follows a merchant. Repeated calls count once. Errors: 503 unknown merchant.
         */
        post: operations["merchant_follow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/merchant_unfollow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 取消关注商家 Ends the follow of a merchant, if there is one
         * @description Ends the follow of a merchant, if there is one. Errors: 503 unknown merchant.
         */
        post: operations["merchant_unfollow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/message_del": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 删除私信 Deletes messages for the caller alone, all or none
         * @description Deletes messages for the caller alone, all or none. Errors: 506 a message that is in no conversation of the caller.
         */
        post: operations["message_del"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/my_article_collect_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 我收藏的文章列表（分页） Lists the articles that the caller collected, the last collected first
         * @description Lists the articles that the caller collected, the last collected first.
         */
        post: operations["my_article_collect_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/my_article_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读我的文章列表（分页） Lists the caller's own articles, the newest first
         * @description Lists the caller's own articles, the newest first.
         */
        post: operations["my_article_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/my_block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 我屏蔽的用户 Lists the users that the caller blocks, the last blocked first
         * @description Lists the users that the caller blocks, the last blocked first. Not in the document; the mobile client calls it.
         */
        post: operations["my_block"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/my_data_export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 导出我的数据 Everything that is kept of the caller, except hashes of secrets
         * @description Everything that is kept of the caller, except hashes of secrets.
         */
        post: operations["my_data_export"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/my_follower": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 我的粉丝 Lists the caller's followers, the newest first
         * @description Lists the caller's followers, the newest first. The document has no pages; `limit` and `offset` are read.
         */
        post: operations["my_follower"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/my_following_masters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 我关注的达人 Lists the masters that the caller follows, the last followed first
         * @description Lists the masters that the caller follows, the last followed first.
         */
        post: operations["my_following_masters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/my_following_masters_project_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 我关注的达人的项目列表（分页） Lists the projects of the masters that the caller follows, the newest first, under both keys that clients read
         * @description Lists the projects of the masters that the caller follows, the newest first, under both keys that clients read.
         */
        post: operations["my_following_masters_project_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/my_following_masters_ticket_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 我关注的达人的票列表（分页）(商品，未出售) Lists the tickets on sale of the masters that the caller follows, the newest first
         * @description Lists the tickets on sale of the masters that the caller follows, the newest first.
         */
        post: operations["my_following_masters_ticket_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/my_following_merchants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 我关注的商家 Lists the merchants that the caller follows, the last followed first
         * @description Lists the merchants that the caller follows, the last followed first.
         */
        post: operations["my_following_merchants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/my_following_users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 我关注的用户 Lists the users that the caller follows, the last followed first
         * @description Lists the users that the caller follows, the last followed first. The document has no pages; `limit` and `offset` are read.
         */
        post: operations["my_following_users"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/my_message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读私信列表 （分页） Lists the caller's conversation with `to_id` (a uid, a master_id or a merchant_id), the newest first, and describes the other party
         * @description Lists the caller's conversation with `to_id` (a uid, a master_id or a merchant_id), the newest first, and describes the other party. Errors: 107 unknown party.
         */
        post: operations["my_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/my_message_center": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读消息中心 （分页） Lists the caller's conversations with masters, each with its last message, the newest first
         * @description Lists the caller's conversations with masters, each with its last message, the newest first; `types` adds `user`, `merchant` and `customer_service`.
         */
        post: operations["my_message_center"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/my_message_with_customer_service": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读与客服的私信列表 （分页） Lists the caller's conversation with customer service, the newest first
         * @description Lists the caller's conversation with customer service, the newest first. Not in the document; the mobile client calls it.
         */
        post: operations["my_message_with_customer_service"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/my_order_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 我的订单列表（分页） Lists the caller's orders, the newest first
         * @description Lists the caller's orders, the newest first: all, or those with `status` (0 pending, 1 done, 2 cancelled).
         */
        post: operations["my_order_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/my_ticket_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读我的票列表（分页）（已购买） Lists the tickets that the caller bought, the last bought first
         * @description Lists the tickets that the caller bought, the last bought first.  Each ticket has a `code`, which the app shows as a QR code for the door.
         */
        post: operations["my_ticket_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/my_user_info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读个人信息 Reads the caller's own account
         * @description Reads the caller's own account.
         */
        post: operations["my_user_info"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/my_user_info_update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 写个人信息 Changes the keys that are sent
         * @description Changes the keys that are sent; null or an empty string clears a value. The avatar is a picture that the caller uploaded. Errors: 400 another picture, a gender other than 0 and 1, not a mail address.
         */
        post: operations["my_user_info_update"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order_cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 取消订单 Cancels a pending order and puts its tickets on sale again
         * @description Cancels a pending order and puts its tickets on sale again. Errors: 203 another user's order, 204 not pending.
         */
        post: operations["order_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order_create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 创建订单 (直接购买) Orders 1 to 100 tickets, all or none, at their present prices
         * @description Orders 1 to 100 tickets, all or none, at their present prices. A free order is complete at once. Errors: 201 unknown ticket, 202 reserved or sold, 110 too many unpaid tickets or orders.
         */
        post: operations["order_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order_create_by_shopping_cart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 创建订单（购物车） Orders tickets in the caller's cart as `order_create` does, and removes them from the cart
         * @description Orders tickets in the caller's cart as `order_create` does, and removes them from the cart. Errors: those of `order_create`, and 400 not in the cart.
         */
        post: operations["order_create_by_shopping_cart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order_detail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读订单详情 Reads one of the caller's own orders with its tickets
         * @description Reads one of the caller's own orders with its tickets. Errors: 203 another user's order.
         */
        post: operations["order_detail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order_pay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 订单支付 Pays a pending order through `channel`, by default the first enabled one
         * @description Pays a pending order through `channel`, by default the first enabled one. Errors: 400 unknown channel, 601 declined (the order stays pending), 203 another user's order, 204 not pending.
         */
        post: operations["order_pay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order_payment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 订单支付状态 How the payment of an order stands
         * @description How the payment of an order stands; the provider is asked about an open one, at most once in a few seconds. Errors: 203 another user's order.
         */
        post: operations["order_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/project_detail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 项目详情 Reads a project with its master and the number of its tickets, sold or not
         * @description Reads a project with its master and the number of its tickets, sold or not. Errors: 502 unknown project.
         */
        post: operations["project_detail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/project_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 项目列表（分页） Lists the projects of all masters, or of `master_id`, the newest first
         * @description Lists the projects of all masters, or of `master_id`, the newest first. Errors: 501 unknown master.
         */
        post: operations["project_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/project_recommend_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 系统推荐的项目列表 Lists the recommended projects, in the operators' order
         * @description Lists the recommended projects, in the operators' order.
         */
        post: operations["project_recommend_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 举报 Reports a subject to the operators
         * @description Reports a subject to the operators; a repeated report changes nothing while the first is open. Errors: 301, 302, 107 or 506 unknown subject, also for a message in another user's conversation.
         */
        post: operations["report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/send_message_to_customer_service": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 发送私信给客服 Sends a message to customer service
         * @description Sends a message to customer service.
         */
        post: operations["send_message_to_customer_service"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/send_message_to_master": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 发送私信给达人 Sends a message to a master
         * @description Sends a message to a master. Errors: 501 unknown master.
         */
        post: operations["send_message_to_master"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/send_message_to_merchant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 发送私信给商家 Sends a message to a merchant
         * @description Sends a message to a merchant. Errors: 503 unknown merchant.
         */
        post: operations["send_message_to_merchant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/send_message_to_user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 发送私信给用户 Sends a message to a user
         * @description Sends a message to a user. Errors: 107 unknown user, 400 oneself, 111 blocked by the user.
         */
        post: operations["send_message_to_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/send_sms_code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 发送短信验证码 (不用登录可用) Sends a code of 6 digits to the phone
         * @description Sends a code of 6 digits to the phone. The claim of the quotas and the message are one transaction. Errors: 103 not a phone number, or of a country that gets no codes, 101 a quota is used up.
         */
        post: operations["send_sms_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/shopping_cart_add": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 添加商品到购物车 Adds a ticket on sale to the cart, where it is once
         * @description Adds a ticket on sale to the cart, where it is once. Errors: 201 unknown ticket, 202 reserved or sold, 400 a full cart (100 tickets).
         */
        post: operations["shopping_cart_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/shopping_cart_del": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 移除购物车商品 Removes a ticket from the cart, if it is there
         * @description Removes a ticket from the cart, if it is there.
         */
        post: operations["shopping_cart_del"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/shopping_cart_info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读购物车信息 Lists the cart, the last added first
         * @description Lists the cart, the last added first.
         */
        post: operations["shopping_cart_info"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sns_block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 屏蔽用户 Blocks a user and ends the follows in both directions
         * @description Blocks a user and ends the follows in both directions. Not in the document; the mobile client calls it. Errors: 107 unknown user, 400 oneself.
         */
        post: operations["sns_block"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sns_unblock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 取消屏蔽用户 Ends the block of a user, if there is one
         * @description Ends the block of a user, if there is one. Not in the document; the mobile client calls it. Errors: 107 unknown user.
         */
        post: operations["sns_unblock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ticket_banner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读票儿banner Lists the banners of the tickets' page
         * @description Lists the banners of the tickets' page.
         */
        post: operations["ticket_banner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ticket_circle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 票儿--玩圈 Lists the tickets that have comments, each with its last one, the last commented first
         * @description Lists the tickets that have comments, each with its last one, the last commented first.
         */
        post: operations["ticket_circle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ticket_comment_del": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 票评论删除 Deletes the caller's own comments of tickets, all or none
         * @description Deletes the caller's own comments of tickets, all or none. Errors: 302 unknown comment, 111 another author's.
         */
        post: operations["ticket_comment_del"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ticket_comment_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读票评论列表（分页） Lists the comments of a ticket, the newest first
         * @description Lists the comments of a ticket, the newest first. Errors: 201 unknown ticket.
         */
        post: operations["ticket_comment_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ticket_comment_publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 写票评论 Comments on a ticket, sold or not
         * @description Comments on a ticket, sold or not. Errors: 201 unknown ticket.
         */
        post: operations["ticket_comment_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ticket_detail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读票详情 Reads a ticket, sold or not, with its project's name and its master
         * @description Reads a ticket, sold or not, with its project's name and its master. Errors: 201 unknown ticket.
         */
        post: operations["ticket_detail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ticket_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读票列表（分页）(商品，未出售) Lists the tickets on sale of a project, the oldest first, or without `project_id` of all projects, the newest first
         * @description Lists the tickets on sale of a project, the oldest first, or without `project_id` of all projects, the newest first. Errors: 502 unknown project.
         */
        post: operations["ticket_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ticket_recommend_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 推荐的票列表 Lists the recommended tickets on sale, in the operators' order
         * @description Lists the recommended tickets on sale, in the operators' order. Not in the document; the mobile client calls it.
         */
        post: operations["ticket_recommend_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 上传图片或视频 Fills a media id
         * @description Fills a media id with a picture or a video. The media id is the credential.
         */
        post: operations["upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 注销账号 Ends all sessions and erases the account after a cooling period, with the password or a code of the caller's phone
         * @description Ends all sessions and erases the account after a cooling period, with the password or a code of the caller's phone. A login in the meantime cancels it. Errors: 104 wrong password, 102 wrong code.
         */
        post: operations["user_delete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 关注用户 Follows a user
         * @description Follows a user. Repeated calls count once. Errors: 107 unknown user, 400 oneself, 111 blocked by the user.
         */
        post: operations["user_follow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读他人信息 Reads a user by `to_uid` or by `phone`
         * @description Reads a user by `to_uid` or by `phone`. Errors: 107 unknown user, 400 neither is given, 110 too many look-ups by phone.
         */
        post: operations["user_info"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 手机号登录 （密码）or（短信验证） (不用登录可用) Opens a session for a phone with its password or a code
         * @description Opens a session for a phone with its password or a code. Five failed logins lock the number for the caller's network for a time; a correct code always passes. Errors: 107 unknown phone, 104 wrong password, 102 wrong code, 108 locked or banned.
         */
        post: operations["user_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 用户登出 Ends the session of the call
         * @description Ends the session of the call.
         */
        post: operations["user_logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_password_update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 重置密码 （短信验证） (不用登录可用) Sets a new password with a code and ends all sessions of the user
         * @description Sets a new password with a code and ends all sessions of the user. Errors: 107 unknown phone, 102 wrong code.
         */
        post: operations["user_password_update"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_signup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 手机号注册 （短信验证） (不用登录可用) Creates an account for a phone and opens its first session
         * @description Creates an account for a phone and opens its first session. Errors: 105 the phone has an account, 102 wrong code, 400 unknown `invitation_code`.
         */
        post: operations["user_signup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_unfollow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 取消关注用户 Ends the follow of a user, if there is one
         * @description Ends the follow of a user, if there is one. Errors: 107 unknown user.
         */
        post: operations["user_unfollow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An article in lists. */
        Article: {
            /**
             * Format: int64
             * @description Id of an article.
             */
            article_id: number;
            /** @description The author. */
            author: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description Collects.
             */
            collect_count: number;
            /**
             * Format: int64
             * @description Comments, with replies.
             */
            comment_count: number;
            /** @description Text. */
            content: string;
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /** @description Media ids of pictures. */
            images: string[];
            /** @description Whether the viewer collected it. */
            is_collect: boolean;
            /** @description Whether the viewer likes it. */
            is_like: boolean;
            /**
             * Format: int64
             * @description Likes.
             */
            like_count: number;
            /** @description The user: 32 hexadecimal digits. */
            uid: string;
        };
        /** @description Parameters of `article_collect`. */
        ArticleCollectRequest: {
            /** @description Id of an article. */
            article_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /**
         * @description A comment as the caller sees it.
         *
         *     The reply keys are null for a comment that answers none, or whose answered comment is
         *     deleted or hidden.
         */
        ArticleComment: {
            /** @description The author. */
            author: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description Id of a comment of an article.
             */
            comment_id: number;
            /** @description Text. */
            content: string;
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /**
             * Format: int64
             * @description Always 0: comments of articles have no downs.
             */
            down_count: number;
            /** @description Author of the top comment. */
            first_reply_author?: components["schemas"]["Author"] | null;
            /**
             * Format: int64
             * @description Top comment of the thread; null if there is none, or it is deleted.
             */
            first_reply_id: number | null;
            /** @description Author of the top comment. */
            first_reply_uid: string | null;
            /** @description Always false: comments of articles have no downs. */
            is_down: boolean;
            /** @description Whether the caller upped it. */
            is_up: boolean;
            /** @description Author of the answered comment. */
            reply_author?: components["schemas"]["Author"] | null;
            /**
             * Format: int64
             * @description The answered comment; null if there is none, or it is deleted.
             */
            reply_id: number | null;
            /** @description Author of the answered comment. */
            reply_uid: string | null;
            /** @description Author of the comment. */
            uid: string;
            /**
             * Format: int64
             * @description Ups.
             */
            up_count: number;
        };
        /** @description Parameters of `article_comment_del`. */
        ArticleCommentDelRequest: {
            /** @description One id, or a list of at most 100. */
            article_comment_id_list: (number | string)[] | number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `article_comment_list`. */
        ArticleCommentListReply: {
            /** @description The comments of the page. */
            article_comment_list: components["schemas"]["ArticleComment"][];
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
        };
        /** @description Parameters of `article_comment_list`. */
        ArticleCommentListRequest: {
            /** @description Id of an article. */
            article_id: number | string;
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `article_comment_publish`. */
        ArticleCommentPublishReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /**
             * Format: int64
             * @description Id of a comment of an article.
             */
            comment_id: number;
        };
        /** @description Parameters of `article_comment_publish`. */
        ArticleCommentPublishRequest: {
            /** @description Id of an article. */
            article_id: number | string;
            /** @description Text. */
            content: string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `article_comment_reply`. */
        ArticleCommentReplyReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /**
             * Format: int64
             * @description Id of a comment of an article.
             */
            comment_id: number;
        };
        /** @description Parameters of `article_comment_reply`. */
        ArticleCommentReplyRequest: {
            /** @description Id of an article. */
            article_id: number | string;
            /** @description Text. */
            content: string;
            /** @description The top comment of the thread; checked if it is sent. */
            first_reply_id?: number | string | null;
            /** @description The comment that is answered. */
            reply_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `article_comment_up`. */
        ArticleCommentUpRequest: {
            /** @description Id of a comment of an article. */
            article_comment_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `article_del`. */
        ArticleDelRequest: {
            /** @description One id, or a list of at most 100. */
            article_id_list: (number | string)[] | number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description An article with its first comments. */
        ArticleDetail: {
            /**
             * Format: int64
             * @description Id of an article.
             */
            article_id: number;
            /** @description The author. */
            author: components["schemas"]["AuthorProfile"];
            /**
             * Format: int64
             * @description Collects.
             */
            collect_count: number;
            /** @description The last users who collected it. */
            collect_user_list: components["schemas"]["Author"][];
            /**
             * Format: int64
             * @description Comments, with replies.
             */
            comment_count: number;
            /** @description Its first 100 comments, the oldest first. */
            comment_list: components["schemas"]["ArticleComment"][];
            /** @description Text. */
            content: string;
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /** @description Media ids of pictures. */
            images: string[];
            /** @description Whether the caller collected it. */
            is_collect: boolean;
            /** @description Whether the caller likes it. */
            is_like: boolean;
            /**
             * Format: int64
             * @description Likes.
             */
            like_count: number;
            /** @description The last users who like it. */
            like_user_list: components["schemas"]["Author"][];
        };
        /** @description Reply of `article_detail`. */
        ArticleDetailReply: {
            /** @description The article. */
            article_detail: components["schemas"]["ArticleDetail"];
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
        };
        /** @description Parameters of `article_detail`. */
        ArticleDetailRequest: {
            /** @description Id of an article. */
            article_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `article_like`. */
        ArticleLikeRequest: {
            /** @description Id of an article. */
            article_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `article_list`. */
        ArticleListReply: {
            /** @description The articles of the page. */
            article_list: components["schemas"]["Article"][];
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
        };
        /** @description Parameters of `article_list`. */
        ArticleListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `article_publish`. */
        ArticlePublishReply: {
            /**
             * Format: int64
             * @description Id of an article.
             */
            article_id: number;
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
        };
        /** @description Parameters of `article_publish`. */
        ArticlePublishRequest: {
            /** @description Text; may be left out beside images. */
            content?: string | null;
            /** @description At most 9 media ids of pictures that the caller uploaded. */
            images?: string[] | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `article_uncollect`. */
        ArticleUncollectRequest: {
            /** @description Id of an article. */
            article_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `article_unlike`. */
        ArticleUnlikeRequest: {
            /** @description Id of an article. */
            article_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description The author of an article or a comment. */
        Author: {
            /** @description A media id. */
            avatar: string | null;
            /** @description Shown name. */
            nickname: string;
            /** @description 32 hexadecimal digits. */
            uid: string;
        };
        /** @description A user beside an article, as the caller sees the user. */
        AuthorProfile: {
            /** @description A media id. */
            avatar: string | null;
            /**
             * Format: int64
             * @description Unix ms.
             */
            birthday: number | null;
            /** @description City, as typed. */
            city: string | null;
            /** @description Country code of the phone. */
            country: string;
            /**
             * Format: int64
             * @description Unix ms.
             */
            created_at: number;
            /**
             * Format: int64
             * @description 0 or 1; its meaning is the client's.
             */
            gender: number;
            /** @description Self-introduction. */
            intro: string | null;
            /** @description Whether the caller follows the user. */
            is_follow: boolean;
            /** @description Shown name. */
            nickname: string;
            /** @description Province, as typed. */
            province: string | null;
            /** @description 32 hexadecimal digits. */
            uid: string;
        };
        /** @description A banner; `banner_id` is the id of what the client opens. */
        Banner: {
            /**
             * Format: int64
             * @description Id of what the client opens.
             */
            banner_id: number;
            /** @description Media id of the picture. */
            image: string;
            /** @description Address that the banner leads to; empty for none. */
            url: string;
        };
        /** @description A ticket in a cart. */
        CartItem: {
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /**
             * Format: int64
             * @description Id of a ticket.
             */
            ticket_id: number;
            /** @description Media id of the ticket's picture. */
            ticket_image: string | null;
            /** @description Introduction of the ticket. */
            ticket_intro: string | null;
            /** @description Name of the ticket. */
            ticket_name: string;
            /** @description Price of the ticket, in fen. */
            ticket_price: components["schemas"]["Fen"];
            /**
             * Format: int64
             * @description When it was last changed, in Unix ms.
             */
            updated_at: number;
        };
        /** @description The author of the last comment of a ticket. */
        CircleAuthor: {
            /** @description A media id. */
            avatar: string | null;
            /**
             * Format: int64
             * @description Unix ms.
             */
            birthday: number | null;
            /** @description City, as typed. */
            city: string | null;
            /** @description Country code of the phone. */
            country: string;
            /**
             * Format: int64
             * @description Unix ms.
             */
            created_at: number;
            /**
             * Format: int64
             * @description Experience.
             */
            exp: number;
            /**
             * Format: int64
             * @description 0 or 1; its meaning is the client's.
             */
            gender: number;
            /** @description Self-introduction. */
            intro: string | null;
            /**
             * Format: int64
             * @description Level.
             */
            level: number;
            /** @description Shown name. */
            nickname: string;
            /** @description Province, as typed. */
            province: string | null;
            /**
             * Format: int64
             * @description Points.
             */
            score: number;
            /** @description 32 hexadecimal digits. */
            uid: string;
        };
        /** @description A ticket of the ticket circle. */
        CircleTicket: {
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /** @description Media id of the picture. */
            image: string | null;
            /** @description Media ids of pictures. */
            images: string[];
            /** @description Introduction. */
            intro: string | null;
            /** @description Name. */
            name: string;
            /**
             * Format: int64
             * @description Id of a project of a master.
             */
            project_id: number;
            /**
             * Format: int64
             * @description Id of a ticket.
             */
            ticket_id: number;
            /**
             * Format: int64
             * @description Tickets of the project, sold or not.
             */
            total: number;
        };
        /** @description A cloth in lists; `cloth_id` is an id of its list's table. */
        Cloth: {
            /**
             * Format: int64
             * @description Id of a cloth, among those of its list.
             */
            cloth_id: number;
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /**
             * Format: int64
             * @description Number of the dynasty that it is styled after.
             */
            dynasty: number;
            /** @description Media id of the picture. */
            image: string | null;
            /** @description Media ids of pictures. */
            images: string[];
            /** @description Introduction. */
            intro: string | null;
            /** @description Name. */
            name: string;
            /** @description Price in fen. */
            price: components["schemas"]["Fen"];
        };
        /** @description The merchant of a cloth. */
        ClothMerchant: {
            /** @description Address. */
            address: string | null;
            /**
             * Format: int64
             * @description Followers of the merchant.
             */
            follow_count: number;
            /** @description Introduction. */
            intro: string | null;
            /** @description Whether the caller follows the merchant. */
            is_follow: boolean;
            /** @description Media id of the logo. */
            logo: string | null;
            /** @description The merchant: 32 hexadecimal digits. */
            merchant_id: string;
            /** @description Name. */
            name: string;
        };
        /** @description A conversation; the key named after its `type` describes the other party. */
        Conversation: {
            /** @description The last message. */
            last_message: components["schemas"]["Message"];
            /** @description The master. */
            master: components["schemas"]["OtherSide"];
            /** @description The master: 32 hexadecimal digits. */
            master_id: string;
            /**
             * @description Kind of the other party.
             * @constant
             */
            type: "master";
        } | {
            /** @description The last message. */
            last_message: components["schemas"]["Message"];
            /** @description The merchant. */
            merchant: components["schemas"]["OtherSide"];
            /** @description The merchant: 32 hexadecimal digits. */
            merchant_id: string;
            /**
             * @description Kind of the other party.
             * @constant
             */
            type: "merchant";
        } | {
            /** @description The last message. */
            last_message: components["schemas"]["Message"];
            /**
             * @description Kind of the other party.
             * @constant
             */
            type: "user";
            /** @description The user: 32 hexadecimal digits. */
            uid: string;
            /** @description The user. */
            user: components["schemas"]["OtherSide"];
        } | {
            /** @description The word `customer_service`. */
            customer_service: components["schemas"]["OtherSide"];
            /** @description The last message. */
            last_message: components["schemas"]["Message"];
            /**
             * @description Kind of the other party.
             * @constant
             */
            type: "customer_service";
        };
        /** @description Reply of `current_time`. */
        CurrentTimeReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /**
             * Format: int64
             * @description Time of the server, in Unix ms.
             */
            time: number;
        };
        /** @description Parameters of `current_time`. */
        CurrentTimeRequest: components["schemas"]["Envelope"];
        /** @description Reply of `design_circle_banner`. */
        DesignCircleBannerReply: {
            /** @description The banners, under the key that all pages share. */
            banner: components["schemas"]["Banner"][];
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The banners. */
            design_circle_banner: components["schemas"]["Banner"][];
        };
        /** @description Parameters of `design_circle_banner`. */
        DesignCircleBannerRequest: {
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `design_circle_cloth_collect`. */
        DesignCircleClothCollectRequest: {
            /** @description Id of a cloth of the design circle. */
            cloth_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `design_circle_cloth_detail`. */
        DesignCircleClothDetailReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The cloth. */
            design_circle_cloth_detail: components["schemas"]["DesignClothDetail"];
        };
        /** @description Parameters of `design_circle_cloth_detail`. */
        DesignCircleClothDetailRequest: {
            /** @description Id of a cloth of the design circle. */
            cloth_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `design_circle_cloth_list`. */
        DesignCircleClothListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The clothes of the page. */
            design_circle_cloth_list: components["schemas"]["Cloth"][];
        };
        /** @description Parameters of `design_circle_cloth_list`. */
        DesignCircleClothListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `design_circle_cloth_uncollect`. */
        DesignCircleClothUncollectRequest: {
            /** @description Id of a cloth of the design circle. */
            cloth_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description A cloth of the design circle with its designer's words, as the caller sees it. */
        DesignClothDetail: {
            /**
             * Format: int64
             * @description Id of a cloth, among those of its list.
             */
            cloth_id: number;
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /** @description Words of the designer. */
            designer_intro: string;
            /**
             * Format: int64
             * @description Number of the dynasty that it is styled after.
             */
            dynasty: number;
            /** @description Media id of the picture. */
            image: string | null;
            /** @description Media ids of pictures. */
            images: string[];
            /** @description Introduction. */
            intro: string | null;
            /** @description Whether the caller collected it. */
            is_collect: boolean;
            /** @description Name. */
            name: string;
            /** @description Price in fen. */
            price: components["schemas"]["Fen"];
        };
        /** @description Success without more to say. */
        EmptyReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
        };
        /** @description What every call may carry, and must carry where the operators demand signatures. */
        Envelope: {
            /** @description The application that signs. */
            app?: string;
            /** @description The signature of all other fields. */
            sig?: string;
            /** @description The client's time in Unix ms. */
            ts?: number;
            /**
             * @description Version of the API.
             * @constant
             */
            ver?: "1";
        };
        /**
         * @description A failure.
         *
         *     - `-1` 未知错误: Internal error.
         *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
         *     - `401` API不正确: No such method, or a wrong `ver`.
         *     - `402` 签名错误: A wrong signature, a stale `ts`, an unknown `app`.
         *     - `403` 没有登录: The token is missing.
         *     - `404` 认证失败: The token is unknown or expired.
         *     - `101` 发短信失败: The message was not sent, or its quota is used up.
         *     - `102` 短信认证码错误: Wrong, used or expired code.
         *     - `103` 手机号错误: Not a phone number.
         *     - `104` 密码错误: A wrong password.
         *     - `105` 这个号码已经注册过了: The number has an account.
         *     - `106` 手机号不能使用: The number may not be used.
         *     - `107` 用户不存在: No such user.
         *     - `108` 登录失败: Locked after failed logins, or banned.
         *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
         *     - `111` 没有权限: Another user's, or blocked by that user.
         *     - `201` 票不存在: No such ticket.
         *     - `202` 票不够: Sold or reserved.
         *     - `203` 订单不存在: No such order.
         *     - `204` 订单状态不允许该操作: The order's status does not allow it.
         *     - `301` 文章不存在: No such article.
         *     - `302` 评论不存在: No such comment.
         *     - `501` 达人不存在: No such master.
         *     - `502` 项目不存在: No such project.
         *     - `503` 商家不存在: No such merchant.
         *     - `504` 服饰不存在: No such cloth.
         *     - `505` 游戏不存在: No such game.
         *     - `506` 消息不存在: No such message.
         *     - `601` 支付失败: Declined payment; the order stays pending.
         */
        Failure: {
            /**
             * @description Why the call failed.
             * @enum {integer}
             */
            code: -1 | 400 | 401 | 402 | 403 | 404 | 101 | 102 | 103 | 104 | 105 | 106 | 107 | 108 | 110 | 111 | 201 | 202 | 203 | 204 | 301 | 302 | 501 | 502 | 503 | 504 | 505 | 506 | 601;
            /** @description Text for the user; it may begin with the code's text. */
            err_msg: string;
            /** @description Seconds until a limited call may be sent again. */
            retry_after?: number;
        };
        /**
         * Format: int64
         * @description An amount of money in fen (1/100 yuan).
         */
        Fen: number & {
            readonly unit: "fen";
        };
        /** @description Reply of `following_article_list`. */
        FollowingArticleListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The articles of the page. */
            following_article_list: components["schemas"]["Article"][];
        };
        /** @description Parameters of `following_article_list`. */
        FollowingArticleListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description A game as the caller sees it. */
        Game: {
            /** @description Media id of the icon. */
            avatar: string | null;
            /** @description Media id of the background of its comments. */
            comment_bg: string | null;
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /**
             * Format: int64
             * @description Id of a game.
             */
            game_id: number;
            /** @description Media id of the picture. */
            image: string | null;
            /** @description Introduction. */
            intro: string | null;
            /** @description Whether the caller collected it. */
            is_collect: boolean;
            /** @description Name. */
            name: string;
        };
        /** @description Reply of `game_banner`. */
        GameBannerReply: {
            /** @description The banners, under the key that all pages share. */
            banner: components["schemas"]["Banner"][];
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The banners. */
            design_circle_banner: components["schemas"]["Banner"][];
            /** @description The banners. */
            game_banner: components["schemas"]["Banner"][];
        };
        /** @description Parameters of `game_banner`. */
        GameBannerRequest: {
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `game_collect`. */
        GameCollectRequest: {
            /** @description Id of a game. */
            game_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description A comment of a game as the caller sees it. */
        GameComment: {
            /** @description The author. */
            author: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description Id of a comment of a game.
             */
            comment_id: number;
            /** @description Text. */
            content: string;
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /**
             * Format: int64
             * @description Downs.
             */
            down_count: number;
            /** @description Whether the caller downed it. */
            is_down: boolean;
            /** @description Whether the caller upped it. */
            is_up: boolean;
            /**
             * Format: int64
             * @description The answered comment; null if there is none, or it is deleted.
             */
            reply_id: number | null;
            /** @description The user: 32 hexadecimal digits. */
            uid: string;
            /**
             * Format: int64
             * @description Ups.
             */
            up_count: number;
        };
        /** @description Parameters of `game_comment_del`. */
        GameCommentDelRequest: {
            /** @description The comments; this key or `comment_id_list`. */
            comment_id?: (number | string)[] | number | string | null;
            /** @description The comments; this key or `comment_id`. */
            comment_id_list?: (number | string)[] | number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `game_comment_down`. */
        GameCommentDownRequest: {
            /** @description Id of a comment of a game. */
            comment_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `game_comment_list`. */
        GameCommentListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The comments of the page. */
            game_comment_list: components["schemas"]["GameComment"][];
        };
        /** @description Parameters of `game_comment_list`. */
        GameCommentListRequest: {
            /** @description Id of a game. */
            game_id: number | string;
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `game_comment_publish`. */
        GameCommentPublishReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /**
             * Format: int64
             * @description Id of a comment of a game.
             */
            comment_id: number;
        };
        /** @description Parameters of `game_comment_publish`. */
        GameCommentPublishRequest: {
            /** @description Text. */
            content: string;
            /** @description Id of a game. */
            game_id: number | string;
            /** @description The comment that is answered. */
            reply_id?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `game_comment_up`. */
        GameCommentUpRequest: {
            /** @description Id of a comment of a game. */
            comment_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `game_detail`. */
        GameDetailReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The game. */
            game_detail: components["schemas"]["Game"];
        };
        /** @description Parameters of `game_detail`. */
        GameDetailRequest: {
            /** @description Id of a game. */
            game_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `game_like`. */
        GameLikeRequest: {
            /** @description Id of a game. */
            game_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `game_recommend_list`. */
        GameRecommendListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The games of the page. */
            game_recommend_list: components["schemas"]["Game"][];
        };
        /** @description Parameters of `game_recommend_list`. */
        GameRecommendListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `game_uncollect`. */
        GameUncollectRequest: {
            /** @description Id of a game. */
            game_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `game_unlike`. */
        GameUnlikeRequest: {
            /** @description Id of a game. */
            game_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `get_media_id`. */
        GetMediaIdReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The id that an upload fills. */
            media_id: string;
        };
        /** @description Parameters of `get_media_id`. */
        GetMediaIdRequest: {
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `home_banner`. */
        HomeBannerReply: {
            /** @description The banners, under the key that all pages share. */
            banner: components["schemas"]["Banner"][];
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The banners. */
            home_banner: components["schemas"]["Banner"][];
        };
        /** @description Parameters of `home_banner`. */
        HomeBannerRequest: {
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description The last comment of a ticket. */
        LastTicketComment: {
            /** @description The author. */
            author: components["schemas"]["CircleAuthor"];
            /**
             * Format: int64
             * @description Id of a comment of a ticket.
             */
            comment_id: number;
            /** @description Text. */
            content: string;
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
        };
        /** @description A master as the caller sees it, with both spellings of its id and of its name. */
        Master: {
            /** @description Address. */
            address: string | null;
            /** @description Media id of the picture. */
            avatar: string | null;
            /** @description Birthday, as the operators typed it. */
            birthday: string | null;
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /** @description Introduction. */
            intro: string | null;
            /** @description Whether the caller follows the master. */
            is_follow: boolean;
            /** @description The master: 32 hexadecimal digits. */
            master_id: string;
            /** @description Name. */
            name: string;
            /** @description Name, as `name`. */
            nickname: string;
            /** @description 32 hexadecimal digits, as `master_id`. */
            uid: string;
        };
        /**
         * @description A master with its counters. `follow_count` and `article_count` are those of its own user, if
         *     it has one.
         */
        MasterDetail: {
            /** @description Address. */
            address: string | null;
            /**
             * Format: int64
             * @description Articles of the master's own user.
             */
            article_count: number;
            /** @description Media id of the picture. */
            avatar: string | null;
            /** @description Birthday, as the operators typed it. */
            birthday: string | null;
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /**
             * Format: int64
             * @description Users that the master's own user follows.
             */
            follow_count: number;
            /**
             * Format: int64
             * @description Followers of the master.
             */
            follower_count: number;
            /** @description Introduction. */
            intro: string | null;
            /** @description Whether the caller follows the master. */
            is_follow: boolean;
            /** @description The master: 32 hexadecimal digits. */
            master_id: string;
            /** @description Name. */
            name: string;
            /** @description Name, as `name`. */
            nickname: string;
            /** @description 32 hexadecimal digits, as `master_id`. */
            uid: string;
        };
        /** @description Reply of `master_detail`. */
        MasterDetailReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The master. */
            master_detail: components["schemas"]["MasterDetail"];
        };
        /** @description Parameters of `master_detail`. */
        MasterDetailRequest: {
            /** @description The master: 32 hexadecimal digits. */
            master_id: string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `master_follow`. */
        MasterFollowRequest: {
            /** @description The master: 32 hexadecimal digits. */
            master_id: string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `master_list`. */
        MasterListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The masters of the page. */
            master_list: components["schemas"]["Master"][];
        };
        /** @description Parameters of `master_list`. */
        MasterListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `master_recommend_list`. */
        MasterRecommendListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The masters of the page. */
            master_list: components["schemas"]["Master"][];
            /** @description The masters of the page. */
            master_recommend_list: components["schemas"]["Master"][];
        };
        /** @description Parameters of `master_recommend_list`. */
        MasterRecommendListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `master_unfollow`. */
        MasterUnfollowRequest: {
            /** @description The master: 32 hexadecimal digits. */
            master_id: string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description A merchant as the wire shows it. */
        Merchant: {
            /** @description Address. */
            address: string | null;
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /** @description Mail address. */
            email: string | null;
            /** @description Introduction. */
            intro: string | null;
            /** @description Media id of the logo. */
            logo: string | null;
            /** @description The merchant: 32 hexadecimal digits. */
            merchant_id: string;
            /** @description Name. */
            name: string;
            /** @description Phone number, as the operators typed it. */
            phone: string | null;
        };
        /** @description A cloth of a merchant, with the merchant, as the caller sees them. */
        MerchantCloth: {
            /**
             * Format: int64
             * @description Id of a cloth, among those of its list.
             */
            cloth_id: number;
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /**
             * Format: int64
             * @description Number of the dynasty that it is styled after.
             */
            dynasty: number;
            /** @description Media id of the picture. */
            image: string | null;
            /** @description Media ids of pictures. */
            images: string[];
            /** @description Introduction. */
            intro: string | null;
            /** @description Whether the caller collected it. */
            is_collect: boolean;
            /** @description The merchant. */
            merchant: components["schemas"]["ClothMerchant"];
            /** @description Name. */
            name: string;
            /** @description Price in fen. */
            price: components["schemas"]["Fen"];
        };
        /** @description Parameters of `merchant_cloth_collect`. */
        MerchantClothCollectRequest: {
            /** @description Id of a cloth of a merchant. */
            cloth_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `merchant_cloth_detail`. */
        MerchantClothDetailReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The cloth. */
            merchant_cloth_detail: components["schemas"]["MerchantCloth"];
        };
        /** @description Parameters of `merchant_cloth_detail`. */
        MerchantClothDetailRequest: {
            /** @description Id of a cloth of a merchant. */
            cloth_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `merchant_cloth_list`. */
        MerchantClothListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The clothes of the page. */
            merchant_cloth_list: components["schemas"]["MerchantCloth"][];
        };
        /** @description Parameters of `merchant_cloth_list`. */
        MerchantClothListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `merchant_cloth_recommend_list`. */
        MerchantClothRecommendListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The clothes of the page. */
            merchant_cloth_list: components["schemas"]["MerchantCloth"][];
            /** @description The clothes of the page. */
            merchant_cloth_recommend_list: components["schemas"]["MerchantCloth"][];
        };
        /** @description Parameters of `merchant_cloth_recommend_list`. */
        MerchantClothRecommendListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `merchant_cloth_uncollect`. */
        MerchantClothUncollectRequest: {
            /** @description Id of a cloth of a merchant. */
            cloth_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `merchant_follow`. */
        MerchantFollowRequest: {
            /** @description The merchant: 32 hexadecimal digits. */
            merchant_id: string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `merchant_unfollow`. */
        MerchantUnfollowRequest: {
            /** @description The merchant: 32 hexadecimal digits. */
            merchant_id: string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description A message; parties are named as on the wire. */
        Message: {
            /** @description Text. */
            content: string;
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /** @description Id of the sender: a uid, a master, a merchant or `customer_service`. */
            from_id: string;
            /**
             * Format: int64
             * @description Id of a message in a conversation.
             */
            message_id: number;
            /** @description Id of the receiver, as `from_id`. */
            to_id: string;
        };
        /** @description Parameters of `message_del`. */
        MessageDelRequest: {
            /** @description One id, or a list of at most 100. */
            message_id_list: (number | string)[] | number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `my_article_collect_list`. */
        MyArticleCollectListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The articles of the page. */
            my_article_collect_list: components["schemas"]["Article"][];
        };
        /** @description Parameters of `my_article_collect_list`. */
        MyArticleCollectListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `my_article_list`. */
        MyArticleListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The articles of the page. */
            my_article_list: components["schemas"]["Article"][];
        };
        /** @description Parameters of `my_article_list`. */
        MyArticleListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `my_block`. */
        MyBlockReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The users of the page. */
            my_block: components["schemas"]["PublicUser"][];
        };
        /** @description Parameters of `my_block`. */
        MyBlockRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 100
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `my_data_export`. */
        MyDataExportReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description Lists of rows, as `docs/privacy.md` describes them. Times are Unix ms, amounts are in fen. */
            data: {
                [key: string]: unknown;
            };
        };
        /** @description Parameters of `my_data_export`. */
        MyDataExportRequest: {
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `my_follower`. */
        MyFollowerReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The users of the page. */
            my_follower: components["schemas"]["PublicUser"][];
        };
        /** @description Parameters of `my_follower`. */
        MyFollowerRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 100
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `my_following_masters_project_list`. */
        MyFollowingMastersProjectListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The projects of the page. */
            my_following_masters_project_list: components["schemas"]["Project"][];
            /** @description The projects of the page. */
            project_recommend_list: components["schemas"]["Project"][];
        };
        /** @description Parameters of `my_following_masters_project_list`. */
        MyFollowingMastersProjectListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `my_following_masters`. */
        MyFollowingMastersReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The masters of the page. */
            my_following_masters: components["schemas"]["Master"][];
        };
        /** @description Parameters of `my_following_masters`. */
        MyFollowingMastersRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 100
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `my_following_masters_ticket_list`. */
        MyFollowingMastersTicketListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The tickets of the page. */
            my_following_masters_ticket_list: components["schemas"]["TicketWithProject"][];
        };
        /** @description Parameters of `my_following_masters_ticket_list`. */
        MyFollowingMastersTicketListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `my_following_merchants`. */
        MyFollowingMerchantsReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The merchants of the page. */
            my_following_merchants: components["schemas"]["Merchant"][];
        };
        /** @description Parameters of `my_following_merchants`. */
        MyFollowingMerchantsRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 100
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `my_following_users`. */
        MyFollowingUsersReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The users of the page. */
            my_following_users: components["schemas"]["PublicUser"][];
        };
        /** @description Parameters of `my_following_users`. */
        MyFollowingUsersRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 100
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `my_message_center`. */
        MyMessageCenterReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The conversations of the page. */
            my_message_center: components["schemas"]["Conversation"][];
        };
        /** @description Parameters of `my_message_center`. */
        MyMessageCenterRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
            /** @description Kinds of parties; only masters if it is left out. */
            types?: string[] | null;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `my_message`. */
        MyMessageReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The messages of the page. */
            my_message: components["schemas"]["Message"][];
            /** @description The other party. */
            other_side: components["schemas"]["OtherSide"];
        };
        /** @description Parameters of `my_message`. */
        MyMessageRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Id of the other party: a user, a master, a merchant or `customer_service`. */
            to_id: string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `my_message_with_customer_service`. */
        MyMessageWithCustomerServiceReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The messages of the page. */
            my_message: components["schemas"]["Message"][];
            /** @description The messages of the page. */
            my_message_with_customer_service: components["schemas"]["Message"][];
            /** @description The other party. */
            other_side: components["schemas"]["OtherSide"];
        };
        /** @description Parameters of `my_message_with_customer_service`. */
        MyMessageWithCustomerServiceRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `my_order_list`. */
        MyOrderListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The orders of the page. */
            my_order_list: components["schemas"]["Order"][];
        };
        /** @description Parameters of `my_order_list`. */
        MyOrderListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Only orders of this status: 0 pending, 1 done, 2 cancelled. */
            status?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `my_ticket_list`. */
        MyTicketListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The tickets of the page. */
            my_ticket_list: components["schemas"]["OwnTicket"][];
        };
        /** @description Parameters of `my_ticket_list`. */
        MyTicketListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description A user's own account (`my_user_info`). */
        MyUserInfo: {
            /**
             * Format: int64
             * @description Articles of this user.
             */
            article_count: number;
            /** @description A media id. */
            avatar: string | null;
            /**
             * Format: int64
             * @description Unix ms.
             */
            birthday: number | null;
            /**
             * Format: int64
             * @description Category of the account.
             */
            category: number;
            /** @description City, as typed. */
            city: string | null;
            /** @description Country code of the phone. */
            country: string;
            /**
             * Format: int64
             * @description Unix ms.
             */
            created_at: number;
            /** @description Mail address. */
            email: string | null;
            /**
             * Format: int64
             * @description Experience.
             */
            exp: number;
            /**
             * Format: int64
             * @description Users that this user follows.
             */
            follow_count: number;
            /**
             * Format: int64
             * @description Users that follow this user.
             */
            follower_count: number;
            /**
             * Format: int64
             * @description 0 or 1; its meaning is the client's.
             */
            gender: number;
            /** @description Self-introduction. */
            intro: string | null;
            /** @description Code that others sign up with. */
            invitation_code: string;
            /** @description Uid of the user who invited this one. */
            inviter: string | null;
            /**
             * Format: int64
             * @description Level.
             */
            level: number;
            /** @description Shown name. */
            nickname: string;
            /** @description Phone number. */
            phone: string;
            /** @description Province, as typed. */
            province: string | null;
            /**
             * Format: int64
             * @description Points.
             */
            score: number;
            /**
             * Format: int64
             * @description Status of the account: 0 for a working one.
             */
            status: number;
            /** @description 32 hexadecimal digits. */
            uid: string;
        };
        /** @description Reply of `my_user_info`. */
        MyUserInfoReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The user's own account. */
            my_user_info: components["schemas"]["MyUserInfo"];
        };
        /** @description Parameters of `my_user_info`. */
        MyUserInfoRequest: {
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `my_user_info_update`. */
        MyUserInfoUpdateRequest: {
            /** @description Media id of a picture that the caller uploaded; null clears it. */
            avatar?: string | null;
            /**
             * Format: int64
             * @description Unix ms; null clears it.
             * @default null
             */
            birthday?: number | null;
            /** @description City, as typed; null clears it. */
            city?: string | null;
            /** @description Mail address; null clears it. */
            email?: string | null;
            /**
             * Format: int64
             * @description 0 or 1; its meaning is the client's.
             */
            gender?: number | null;
            /** @description Self-introduction; null clears it. */
            intro?: string | null;
            /** @description Shown name. */
            nickname?: string | null;
            /** @description Province, as typed; null clears it. */
            province?: string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description An order in lists, with the name and picture of its first ticket. */
        Order: {
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /**
             * Format: int64
             * @description Id of an order of tickets.
             */
            order_id: number;
            /** @description Sum of its tickets, in fen. */
            price: components["schemas"]["Fen"];
            /**
             * @description Status of an order. `0` Pending: It waits for payment; `1` Done: It is paid, or was free; `2` Cancelled: Its owner cancelled it, it expired, or it was refunded.
             * @enum {integer}
             */
            status: 0 | 1 | 2;
            /** @description Media id of the picture of its first ticket. */
            ticket_image: string | null;
            /** @description Name of its first ticket. */
            ticket_name: string | null;
            /** @description The buyer. */
            uid: string;
            /**
             * Format: int64
             * @description When it was last changed, in Unix ms.
             */
            updated_at: number;
        };
        /** @description Parameters of `order_cancel`. */
        OrderCancelRequest: {
            /** @description Id of an order of tickets. */
            order_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `order_create_by_shopping_cart`. */
        OrderCreateByShoppingCartReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /**
             * Format: int64
             * @description Id of an order of tickets.
             */
            order_id: number;
        };
        /** @description Parameters of `order_create_by_shopping_cart`. */
        OrderCreateByShoppingCartRequest: {
            /** @description One id, or a list of at most 100. */
            ticket_id_list: (number | string)[] | number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `order_create`. */
        OrderCreateReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /**
             * Format: int64
             * @description Id of an order of tickets.
             */
            order_id: number;
        };
        /** @description Parameters of `order_create`. */
        OrderCreateRequest: {
            /** @description One id, or a list of at most 100. */
            ticket_id_list: (number | string)[] | number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description An order with its tickets. */
        OrderDetail: {
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /**
             * Format: int64
             * @description Id of an order of tickets.
             */
            order_id: number;
            /** @description Its tickets. */
            order_item_list: components["schemas"]["OrderItem"][];
            /** @description Sum of its tickets, in fen. */
            price: components["schemas"]["Fen"];
            /**
             * @description Status of an order. `0` Pending: It waits for payment; `1` Done: It is paid, or was free; `2` Cancelled: Its owner cancelled it, it expired, or it was refunded.
             * @enum {integer}
             */
            status: 0 | 1 | 2;
            /** @description Media id of the picture of its first ticket. */
            ticket_image: string | null;
            /** @description Name of its first ticket. */
            ticket_name: string | null;
            /** @description The buyer. */
            uid: string;
            /**
             * Format: int64
             * @description When it was last changed, in Unix ms.
             */
            updated_at: number;
        };
        /** @description Reply of `order_detail`. */
        OrderDetailReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The order. */
            order_detail: components["schemas"]["OrderDetail"];
        };
        /** @description Parameters of `order_detail`. */
        OrderDetailRequest: {
            /** @description Id of an order of tickets. */
            order_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description A ticket in an order, at the price that it had then. */
        OrderItem: {
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /** @description Price when it was ordered, in fen. */
            price: components["schemas"]["Fen"];
            /**
             * Format: int64
             * @description Id of a ticket.
             */
            ticket_id: number;
            /** @description Media id of the ticket's picture. */
            ticket_image: string | null;
            /** @description Name of the ticket. */
            ticket_name: string;
            /**
             * Format: int64
             * @description When it was last changed, in Unix ms.
             */
            updated_at: number;
        };
        /** @description Reply of `order_pay`. */
        OrderPayReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description Parameters for the payment channel's library; absent if the order is paid. */
            payment?: unknown;
        };
        /** @description Parameters of `order_pay`. */
        OrderPayRequest: {
            /** @description Payment channel; the first enabled one if it is left out. */
            channel?: string | null;
            /** @description Openid of the payer, for jsapi and mini. */
            openid?: string | null;
            /** @description Id of an order of tickets. */
            order_id: number | string;
            /** @description URL that the payer's browser opens afterwards, for page and wap. */
            return_url?: string | null;
            /**
             * @description Scene of the payment: app (the default), page, wap, jsapi, mini, h5, native. Another scene
             *     than before opens a new payment and closes the old one.
             */
            scene?: string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description A payment. */
        OrderPayment: {
            /** @description Payment channel. */
            channel: string;
            /**
             * Format: int64
             * @description When it can no longer be paid.
             */
            expires_at: number;
            /**
             * Format: int64
             * @description When it was paid, by the provider's clock.
             */
            paid_at: number | null;
            /** @description Amount in fen. */
            price: components["schemas"]["Fen"];
            /** @description Scene; empty for a channel without one. */
            scene: string;
            /**
             * @description 0 and 1: waits for the payer; 2: paid; 3: failed; 4: expired; 5: refunded.
             * @enum {integer}
             */
            status: 0 | 1 | 2 | 3 | 4 | 5;
        };
        /** @description Reply of `order_payment`. */
        OrderPaymentReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The payment; null if nobody has tried to pay. */
            order_payment: components["schemas"]["OrderPayment"] | null;
        };
        /** @description Parameters of `order_payment`. */
        OrderPaymentRequest: {
            /** @description Id of an order of tickets. */
            order_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description The other party of a conversation, as the wire describes it. */
        OtherSide: components["schemas"]["PublicUser"] | components["schemas"]["Master"] | components["schemas"]["Merchant"] | string;
        /** @description A ticket of the caller's. */
        OwnTicket: {
            /** @description What the door scans: show it as a QR code. It changes when the server's key does. */
            code: string;
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /** @description Media id of the picture. */
            image: string | null;
            /** @description Media ids of pictures. */
            images: string[];
            /** @description Introduction. */
            intro: string | null;
            /** @description Name. */
            name: string;
            /** @description Price in fen. */
            price: components["schemas"]["Fen"];
            /**
             * Format: int64
             * @description Id of a project of a master.
             */
            project_id: number;
            /**
             * Format: int64
             * @description Id of a ticket.
             */
            ticket_id: number;
            /**
             * Format: int64
             * @description Tickets of the project, sold or not.
             */
            total: number;
        };
        /** @description A project with its master, as the caller sees them. */
        Project: {
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /** @description Media id of the picture. */
            image: string | null;
            /** @description Introduction. */
            intro: string | null;
            /** @description The master. */
            master: components["schemas"]["Master"];
            /** @description Name. */
            name: string;
            /**
             * Format: int64
             * @description Id of a project of a master.
             */
            project_id: number;
        };
        /** @description A project with the number of its tickets, sold or not. */
        ProjectDetail: {
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /** @description Media id of the picture. */
            image: string | null;
            /** @description Introduction. */
            intro: string | null;
            /** @description The master. */
            master: components["schemas"]["Master"];
            /** @description Name. */
            name: string;
            /**
             * Format: int64
             * @description Id of a project of a master.
             */
            project_id: number;
            /**
             * Format: int64
             * @description Tickets of the project, sold or not.
             */
            ticket_count: number;
        };
        /** @description Reply of `project_detail`. */
        ProjectDetailReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The project. */
            project_detail: components["schemas"]["ProjectDetail"];
        };
        /** @description Parameters of `project_detail`. */
        ProjectDetailRequest: {
            /** @description Id of a project of a master. */
            project_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `project_list`. */
        ProjectListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The projects of the page. */
            project_list: components["schemas"]["Project"][];
        };
        /** @description Parameters of `project_list`. */
        ProjectListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /** @description Only projects of this master. */
            master_id?: string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `project_recommend_list`. */
        ProjectRecommendListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The projects of the page. */
            project_recommend_list: components["schemas"]["Project"][];
        };
        /** @description Parameters of `project_recommend_list`. */
        ProjectRecommendListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description A user in lists. */
        PublicUser: {
            /** @description A media id. */
            avatar: string | null;
            /**
             * Format: int64
             * @description Unix ms.
             */
            birthday: number | null;
            /** @description City, as typed. */
            city: string | null;
            /** @description Country code of the phone. */
            country: string;
            /**
             * Format: int64
             * @description Unix ms.
             */
            created_at: number;
            /**
             * Format: int64
             * @description 0 or 1; its meaning is the client's.
             */
            gender: number;
            /** @description Self-introduction. */
            intro: string | null;
            /** @description Shown name. */
            nickname: string;
            /** @description Province, as typed. */
            province: string | null;
            /** @description 32 hexadecimal digits. */
            uid: string;
        };
        /** @description Parameters of `report`. */
        ReportRequest: {
            /** @description Id of the subject, or the uid of a user. */
            id: (number | string) | string;
            /** @description What is reported. */
            kind: "article" | "article_comment" | "ticket_comment" | "game_comment" | "message" | "user";
            /**
             * @description Why.
             * @enum {string}
             */
            reason: "spam" | "abuse" | "porn" | "fraud" | "illegal" | "other";
            /** @description Words of the reporter. */
            text?: string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `send_message_to_customer_service`. */
        SendMessageToCustomerServiceReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /**
             * Format: int64
             * @description Id of a message in a conversation.
             */
            message_id: number;
        };
        /** @description Parameters of `send_message_to_customer_service`. */
        SendMessageToCustomerServiceRequest: {
            /** @description Text. */
            content: string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `send_message_to_master`. */
        SendMessageToMasterReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /**
             * Format: int64
             * @description Id of a message in a conversation.
             */
            message_id: number;
        };
        /** @description Parameters of `send_message_to_master`. */
        SendMessageToMasterRequest: {
            /** @description Text. */
            content: string;
            /** @description The master: 32 hexadecimal digits. */
            master_id: string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `send_message_to_merchant`. */
        SendMessageToMerchantReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /**
             * Format: int64
             * @description Id of a message in a conversation.
             */
            message_id: number;
        };
        /** @description Parameters of `send_message_to_merchant`. */
        SendMessageToMerchantRequest: {
            /** @description Text. */
            content: string;
            /** @description The merchant: 32 hexadecimal digits. */
            merchant_id: string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `send_message_to_user`. */
        SendMessageToUserReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /**
             * Format: int64
             * @description Id of a message in a conversation.
             */
            message_id: number;
        };
        /** @description Parameters of `send_message_to_user`. */
        SendMessageToUserRequest: {
            /** @description Text. */
            content: string;
            /** @description The user: 32 hexadecimal digits. */
            to_uid: string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `send_sms_code`. */
        SendSmsCodeRequest: {
            /** @description Country code of the phone number, such as 86. */
            country: string;
            /** @description Phone number, without its country code. */
            phone: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `shopping_cart_add`. */
        ShoppingCartAddRequest: {
            /** @description Id of a ticket. */
            ticket_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `shopping_cart_del`. */
        ShoppingCartDelRequest: {
            /** @description Id of a ticket. */
            ticket_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `shopping_cart_info`. */
        ShoppingCartInfoReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The tickets of the cart. */
            shopping_cart_info: components["schemas"]["CartItem"][];
        };
        /** @description Parameters of `shopping_cart_info`. */
        ShoppingCartInfoRequest: {
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `sns_block`. */
        SnsBlockRequest: {
            /** @description The user: 32 hexadecimal digits. */
            to_uid: string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `sns_unblock`. */
        SnsUnblockRequest: {
            /** @description The user: 32 hexadecimal digits. */
            to_uid: string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description A ticket in lists. */
        Ticket: {
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /** @description Media id of the picture. */
            image: string | null;
            /** @description Media ids of pictures. */
            images: string[];
            /** @description Introduction. */
            intro: string | null;
            /** @description Name. */
            name: string;
            /** @description Price in fen. */
            price: components["schemas"]["Fen"];
            /**
             * Format: int64
             * @description Id of a project of a master.
             */
            project_id: number;
            /**
             * Format: int64
             * @description Id of a ticket.
             */
            ticket_id: number;
            /**
             * Format: int64
             * @description Tickets of the project, sold or not.
             */
            total: number;
        };
        /** @description Reply of `ticket_banner`. */
        TicketBannerReply: {
            /** @description The banners, under the key that all pages share. */
            banner: components["schemas"]["Banner"][];
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The banners. */
            ticket_banner: components["schemas"]["Banner"][];
        };
        /** @description Parameters of `ticket_banner`. */
        TicketBannerRequest: {
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description A ticket that has comments, with its last one. */
        TicketCircleItem: {
            /** @description The last comment. */
            last_comment: components["schemas"]["LastTicketComment"];
            /** @description The ticket. */
            ticket: components["schemas"]["CircleTicket"];
        };
        /** @description Reply of `ticket_circle`. */
        TicketCircleReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The tickets of the page, each with its last comment. */
            ticket_circle: components["schemas"]["TicketCircleItem"][];
        };
        /** @description Parameters of `ticket_circle`. */
        TicketCircleRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description A comment of a ticket, with both spellings of its id. */
        TicketComment: {
            /** @description The author. */
            author: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description Id of a comment of a ticket.
             */
            comment_id: number;
            /** @description Text. */
            content: string;
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /**
             * Format: int64
             * @description Its id, as `comment_id`.
             */
            ticket_comment_id: number;
            /** @description The user: 32 hexadecimal digits. */
            uid: string;
        };
        /** @description Parameters of `ticket_comment_del`. */
        TicketCommentDelRequest: {
            /** @description One id, or a list of at most 100. */
            ticket_comment_id_list: (number | string)[] | number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `ticket_comment_list`. */
        TicketCommentListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The comments of the page. */
            ticket_comment_list: components["schemas"]["TicketComment"][];
        };
        /** @description Parameters of `ticket_comment_list`. */
        TicketCommentListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Id of a ticket. */
            ticket_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `ticket_comment_publish`. */
        TicketCommentPublishReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /**
             * Format: int64
             * @description Id of a comment of a ticket.
             */
            comment_id: number;
        };
        /** @description Parameters of `ticket_comment_publish`. */
        TicketCommentPublishRequest: {
            /** @description Text. */
            content: string;
            /** @description Id of a ticket. */
            ticket_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description A ticket as its own page shows it. */
        TicketDetail: {
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /** @description Media id of the picture. */
            image: string | null;
            /** @description Media ids of pictures. */
            images: string[];
            /** @description Introduction. */
            intro: string | null;
            /** @description The master. */
            master: components["schemas"]["Master"];
            /** @description Name. */
            name: string;
            /** @description Price in fen. */
            price: components["schemas"]["Fen"];
            /**
             * Format: int64
             * @description Id of a project of a master.
             */
            project_id: number;
            /** @description Name of the project. */
            project_name: string;
            /**
             * Format: int64
             * @description Id of a ticket.
             */
            ticket_id: number;
            /**
             * Format: int64
             * @description Tickets of the project, sold or not.
             */
            total: number;
            /**
             * Format: int64
             * @description When it was last changed, in Unix ms.
             */
            updated_at: number;
        };
        /** @description Reply of `ticket_detail`. */
        TicketDetailReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /**
             * Format: int64
             * @description Tickets of the project, sold or not.
             */
            project_ticket_count: number;
            /** @description The ticket. */
            ticket_detail: components["schemas"]["TicketDetail"];
        };
        /** @description Parameters of `ticket_detail`. */
        TicketDetailRequest: {
            /** @description Id of a ticket. */
            ticket_id: number | string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `ticket_list`. */
        TicketListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The tickets of the page. */
            ticket_list: components["schemas"]["Ticket"][];
        };
        /** @description Parameters of `ticket_list`. */
        TicketListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Only tickets of this project. */
            project_id?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `ticket_recommend_list`. */
        TicketRecommendListReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The tickets of the page. */
            ticket_recommend_list: components["schemas"]["TicketWithProject"][];
        };
        /** @description Parameters of `ticket_recommend_list`. */
        TicketRecommendListRequest: {
            /**
             * @description Rows of the page; more than 100 count as 100.
             * @default 20
             */
            limit?: number | string | null;
            /**
             * @description Rows to leave out before the page.
             * @default 0
             */
            offset?: number | string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description A ticket with its project's name and its master, as the caller sees them. */
        TicketWithProject: {
            /**
             * Format: int64
             * @description When it was created, in Unix ms.
             */
            created_at: number;
            /** @description Media id of the picture. */
            image: string | null;
            /** @description Media ids of pictures. */
            images: string[];
            /** @description Introduction. */
            intro: string | null;
            /** @description The master. */
            master: components["schemas"]["Master"];
            /** @description Name. */
            name: string;
            /** @description Price in fen. */
            price: components["schemas"]["Fen"];
            /**
             * Format: int64
             * @description Id of a project of a master.
             */
            project_id: number;
            /** @description Name of the project. */
            project_name: string;
            /**
             * Format: int64
             * @description Id of a ticket.
             */
            ticket_id: number;
            /**
             * Format: int64
             * @description Tickets of the project, sold or not.
             */
            total: number;
        };
        /** @description Reply of `user_delete`. */
        UserDeleteReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /**
             * Format: int64
             * @description When the erasure begins, in Unix ms.
             */
            erase_at: number;
        };
        /** @description Parameters of `user_delete`. */
        UserDeleteRequest: {
            /** @description Code of an SMS; this or `password`. */
            code?: string | null;
            /** @description Password of the account; this or `code`. */
            password?: string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `user_follow`. */
        UserFollowRequest: {
            /** @description The user: 32 hexadecimal digits. */
            to_uid: string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description A user as the caller sees the user (`user_info`). */
        UserInfo: {
            /**
             * Format: int64
             * @description Articles of this user.
             */
            article_count: number;
            /** @description A media id. */
            avatar: string | null;
            /**
             * Format: int64
             * @description Unix ms.
             */
            birthday: number | null;
            /** @description City, as typed. */
            city: string | null;
            /** @description Country code of the phone. */
            country: string;
            /**
             * Format: int64
             * @description Unix ms.
             */
            created_at: number;
            /**
             * Format: int64
             * @description Experience.
             */
            exp: number;
            /**
             * Format: int64
             * @description Users that this user follows.
             */
            follow_count: number;
            /**
             * Format: int64
             * @description Users that follow this user.
             */
            follower_count: number;
            /**
             * Format: int64
             * @description 0 or 1; its meaning is the client's.
             */
            gender: number;
            /** @description Self-introduction. */
            intro: string | null;
            /** @description Whether the caller follows the user. */
            is_follow: boolean;
            /**
             * Format: int64
             * @description Level.
             */
            level: number;
            /** @description Shown name. */
            nickname: string;
            /** @description Province, as typed. */
            province: string | null;
            /**
             * Format: int64
             * @description Points.
             */
            score: number;
            /** @description 32 hexadecimal digits. */
            uid: string;
        };
        /** @description Reply of `user_info`. */
        UserInfoReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The user. */
            user_info: components["schemas"]["UserInfo"];
        };
        /** @description Parameters of `user_info`. */
        UserInfoRequest: {
            /** @description Phone number of the user; this or `to_uid`. */
            phone?: string | null;
            /** @description The user; this or `phone`. */
            to_uid?: string | null;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `user_login`. */
        UserLoginReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The user's own account. */
            my_user_info: components["schemas"]["MyUserInfo"];
            /** @description Token of the new session. */
            token: string;
            /** @description The user. */
            uid: string;
        };
        /** @description Parameters of `user_login`. */
        UserLoginRequest: {
            /** @description Code of an SMS; this or `password`. */
            code?: string | null;
            /** @description Country code of the phone number, such as 86. */
            country: string;
            /** @description Password; this or `code`. */
            password?: string | null;
            /** @description Phone number, without its country code. */
            phone: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `user_logout`. */
        UserLogoutRequest: {
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `user_password_update`. */
        UserPasswordUpdateRequest: {
            /** @description Code of an SMS. */
            code: string;
            /** @description Country code of the phone number, such as 86. */
            country: string;
            /** @description The new password. */
            password: string;
            /** @description Phone number, without its country code. */
            phone: string;
        } & components["schemas"]["Envelope"];
        /** @description Reply of `user_signup`. */
        UserSignupReply: {
            /**
             * @description 0: success.
             * @constant
             */
            code: 0;
            /** @description The user's own account. */
            my_user_info: components["schemas"]["MyUserInfo"];
            /** @description Token of the new session. */
            token: string;
            /** @description The user. */
            uid: string;
        };
        /** @description Parameters of `user_signup`. */
        UserSignupRequest: {
            /** @description Code of an SMS. */
            code: string;
            /** @description Country code of the phone number, such as 86. */
            country: string;
            /** @description Invitation code of another user. */
            invitation_code?: string | null;
            /** @description Shown name; one is made up if it is left out. */
            nickname?: string | null;
            /** @description Password of the new account. */
            password: string;
            /** @description Phone number, without its country code. */
            phone: string;
        } & components["schemas"]["Envelope"];
        /** @description Parameters of `user_unfollow`. */
        UserUnfollowRequest: {
            /** @description The user: 32 hexadecimal digits. */
            to_uid: string;
            /** @description Token of the session, from user_login or user_signup. */
            token: string;
        } & components["schemas"]["Envelope"];
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Article = components['schemas']['Article'];
export type ArticleCollectRequest = components['schemas']['ArticleCollectRequest'];
export type ArticleComment = components['schemas']['ArticleComment'];
export type ArticleCommentDelRequest = components['schemas']['ArticleCommentDelRequest'];
export type ArticleCommentListReply = components['schemas']['ArticleCommentListReply'];
export type ArticleCommentListRequest = components['schemas']['ArticleCommentListRequest'];
export type ArticleCommentPublishReply = components['schemas']['ArticleCommentPublishReply'];
export type ArticleCommentPublishRequest = components['schemas']['ArticleCommentPublishRequest'];
export type ArticleCommentReplyReply = components['schemas']['ArticleCommentReplyReply'];
export type ArticleCommentReplyRequest = components['schemas']['ArticleCommentReplyRequest'];
export type ArticleCommentUpRequest = components['schemas']['ArticleCommentUpRequest'];
export type ArticleDelRequest = components['schemas']['ArticleDelRequest'];
export type ArticleDetail = components['schemas']['ArticleDetail'];
export type ArticleDetailReply = components['schemas']['ArticleDetailReply'];
export type ArticleDetailRequest = components['schemas']['ArticleDetailRequest'];
export type ArticleLikeRequest = components['schemas']['ArticleLikeRequest'];
export type ArticleListReply = components['schemas']['ArticleListReply'];
export type ArticleListRequest = components['schemas']['ArticleListRequest'];
export type ArticlePublishReply = components['schemas']['ArticlePublishReply'];
export type ArticlePublishRequest = components['schemas']['ArticlePublishRequest'];
export type ArticleUncollectRequest = components['schemas']['ArticleUncollectRequest'];
export type ArticleUnlikeRequest = components['schemas']['ArticleUnlikeRequest'];
export type Author = components['schemas']['Author'];
export type AuthorProfile = components['schemas']['AuthorProfile'];
export type Banner = components['schemas']['Banner'];
export type CartItem = components['schemas']['CartItem'];
export type CircleAuthor = components['schemas']['CircleAuthor'];
export type CircleTicket = components['schemas']['CircleTicket'];
export type Cloth = components['schemas']['Cloth'];
export type ClothMerchant = components['schemas']['ClothMerchant'];
export type Conversation = components['schemas']['Conversation'];
export type CurrentTimeReply = components['schemas']['CurrentTimeReply'];
export type CurrentTimeRequest = components['schemas']['CurrentTimeRequest'];
export type DesignCircleBannerReply = components['schemas']['DesignCircleBannerReply'];
export type DesignCircleBannerRequest = components['schemas']['DesignCircleBannerRequest'];
export type DesignCircleClothCollectRequest = components['schemas']['DesignCircleClothCollectRequest'];
export type DesignCircleClothDetailReply = components['schemas']['DesignCircleClothDetailReply'];
export type DesignCircleClothDetailRequest = components['schemas']['DesignCircleClothDetailRequest'];
export type DesignCircleClothListReply = components['schemas']['DesignCircleClothListReply'];
export type DesignCircleClothListRequest = components['schemas']['DesignCircleClothListRequest'];
export type DesignCircleClothUncollectRequest = components['schemas']['DesignCircleClothUncollectRequest'];
export type DesignClothDetail = components['schemas']['DesignClothDetail'];
export type EmptyReply = components['schemas']['EmptyReply'];
export type Envelope = components['schemas']['Envelope'];
export type Failure = components['schemas']['Failure'];
export type Fen = components['schemas']['Fen'];
export type FollowingArticleListReply = components['schemas']['FollowingArticleListReply'];
export type FollowingArticleListRequest = components['schemas']['FollowingArticleListRequest'];
export type Game = components['schemas']['Game'];
export type GameBannerReply = components['schemas']['GameBannerReply'];
export type GameBannerRequest = components['schemas']['GameBannerRequest'];
export type GameCollectRequest = components['schemas']['GameCollectRequest'];
export type GameComment = components['schemas']['GameComment'];
export type GameCommentDelRequest = components['schemas']['GameCommentDelRequest'];
export type GameCommentDownRequest = components['schemas']['GameCommentDownRequest'];
export type GameCommentListReply = components['schemas']['GameCommentListReply'];
export type GameCommentListRequest = components['schemas']['GameCommentListRequest'];
export type GameCommentPublishReply = components['schemas']['GameCommentPublishReply'];
export type GameCommentPublishRequest = components['schemas']['GameCommentPublishRequest'];
export type GameCommentUpRequest = components['schemas']['GameCommentUpRequest'];
export type GameDetailReply = components['schemas']['GameDetailReply'];
export type GameDetailRequest = components['schemas']['GameDetailRequest'];
export type GameLikeRequest = components['schemas']['GameLikeRequest'];
export type GameRecommendListReply = components['schemas']['GameRecommendListReply'];
export type GameRecommendListRequest = components['schemas']['GameRecommendListRequest'];
export type GameUncollectRequest = components['schemas']['GameUncollectRequest'];
export type GameUnlikeRequest = components['schemas']['GameUnlikeRequest'];
export type GetMediaIdReply = components['schemas']['GetMediaIdReply'];
export type GetMediaIdRequest = components['schemas']['GetMediaIdRequest'];
export type HomeBannerReply = components['schemas']['HomeBannerReply'];
export type HomeBannerRequest = components['schemas']['HomeBannerRequest'];
export type LastTicketComment = components['schemas']['LastTicketComment'];
export type Master = components['schemas']['Master'];
export type MasterDetail = components['schemas']['MasterDetail'];
export type MasterDetailReply = components['schemas']['MasterDetailReply'];
export type MasterDetailRequest = components['schemas']['MasterDetailRequest'];
export type MasterFollowRequest = components['schemas']['MasterFollowRequest'];
export type MasterListReply = components['schemas']['MasterListReply'];
export type MasterListRequest = components['schemas']['MasterListRequest'];
export type MasterRecommendListReply = components['schemas']['MasterRecommendListReply'];
export type MasterRecommendListRequest = components['schemas']['MasterRecommendListRequest'];
export type MasterUnfollowRequest = components['schemas']['MasterUnfollowRequest'];
export type Merchant = components['schemas']['Merchant'];
export type MerchantCloth = components['schemas']['MerchantCloth'];
export type MerchantClothCollectRequest = components['schemas']['MerchantClothCollectRequest'];
export type MerchantClothDetailReply = components['schemas']['MerchantClothDetailReply'];
export type MerchantClothDetailRequest = components['schemas']['MerchantClothDetailRequest'];
export type MerchantClothListReply = components['schemas']['MerchantClothListReply'];
export type MerchantClothListRequest = components['schemas']['MerchantClothListRequest'];
export type MerchantClothRecommendListReply = components['schemas']['MerchantClothRecommendListReply'];
export type MerchantClothRecommendListRequest = components['schemas']['MerchantClothRecommendListRequest'];
export type MerchantClothUncollectRequest = components['schemas']['MerchantClothUncollectRequest'];
export type MerchantFollowRequest = components['schemas']['MerchantFollowRequest'];
export type MerchantUnfollowRequest = components['schemas']['MerchantUnfollowRequest'];
export type Message = components['schemas']['Message'];
export type MessageDelRequest = components['schemas']['MessageDelRequest'];
export type MyArticleCollectListReply = components['schemas']['MyArticleCollectListReply'];
export type MyArticleCollectListRequest = components['schemas']['MyArticleCollectListRequest'];
export type MyArticleListReply = components['schemas']['MyArticleListReply'];
export type MyArticleListRequest = components['schemas']['MyArticleListRequest'];
export type MyBlockReply = components['schemas']['MyBlockReply'];
export type MyBlockRequest = components['schemas']['MyBlockRequest'];
export type MyDataExportReply = components['schemas']['MyDataExportReply'];
export type MyDataExportRequest = components['schemas']['MyDataExportRequest'];
export type MyFollowerReply = components['schemas']['MyFollowerReply'];
export type MyFollowerRequest = components['schemas']['MyFollowerRequest'];
export type MyFollowingMastersProjectListReply = components['schemas']['MyFollowingMastersProjectListReply'];
export type MyFollowingMastersProjectListRequest = components['schemas']['MyFollowingMastersProjectListRequest'];
export type MyFollowingMastersReply = components['schemas']['MyFollowingMastersReply'];
export type MyFollowingMastersRequest = components['schemas']['MyFollowingMastersRequest'];
export type MyFollowingMastersTicketListReply = components['schemas']['MyFollowingMastersTicketListReply'];
export type MyFollowingMastersTicketListRequest = components['schemas']['MyFollowingMastersTicketListRequest'];
export type MyFollowingMerchantsReply = components['schemas']['MyFollowingMerchantsReply'];
export type MyFollowingMerchantsRequest = components['schemas']['MyFollowingMerchantsRequest'];
export type MyFollowingUsersReply = components['schemas']['MyFollowingUsersReply'];
export type MyFollowingUsersRequest = components['schemas']['MyFollowingUsersRequest'];
export type MyMessageCenterReply = components['schemas']['MyMessageCenterReply'];
export type MyMessageCenterRequest = components['schemas']['MyMessageCenterRequest'];
export type MyMessageReply = components['schemas']['MyMessageReply'];
export type MyMessageRequest = components['schemas']['MyMessageRequest'];
export type MyMessageWithCustomerServiceReply = components['schemas']['MyMessageWithCustomerServiceReply'];
export type MyMessageWithCustomerServiceRequest = components['schemas']['MyMessageWithCustomerServiceRequest'];
export type MyOrderListReply = components['schemas']['MyOrderListReply'];
export type MyOrderListRequest = components['schemas']['MyOrderListRequest'];
export type MyTicketListReply = components['schemas']['MyTicketListReply'];
export type MyTicketListRequest = components['schemas']['MyTicketListRequest'];
export type MyUserInfo = components['schemas']['MyUserInfo'];
export type MyUserInfoReply = components['schemas']['MyUserInfoReply'];
export type MyUserInfoRequest = components['schemas']['MyUserInfoRequest'];
export type MyUserInfoUpdateRequest = components['schemas']['MyUserInfoUpdateRequest'];
export type Order = components['schemas']['Order'];
export type OrderCancelRequest = components['schemas']['OrderCancelRequest'];
export type OrderCreateByShoppingCartReply = components['schemas']['OrderCreateByShoppingCartReply'];
export type OrderCreateByShoppingCartRequest = components['schemas']['OrderCreateByShoppingCartRequest'];
export type OrderCreateReply = components['schemas']['OrderCreateReply'];
export type OrderCreateRequest = components['schemas']['OrderCreateRequest'];
export type OrderDetail = components['schemas']['OrderDetail'];
export type OrderDetailReply = components['schemas']['OrderDetailReply'];
export type OrderDetailRequest = components['schemas']['OrderDetailRequest'];
export type OrderItem = components['schemas']['OrderItem'];
export type OrderPayReply = components['schemas']['OrderPayReply'];
export type OrderPayRequest = components['schemas']['OrderPayRequest'];
export type OrderPayment = components['schemas']['OrderPayment'];
export type OrderPaymentReply = components['schemas']['OrderPaymentReply'];
export type OrderPaymentRequest = components['schemas']['OrderPaymentRequest'];
export type OtherSide = components['schemas']['OtherSide'];
export type OwnTicket = components['schemas']['OwnTicket'];
export type Project = components['schemas']['Project'];
export type ProjectDetail = components['schemas']['ProjectDetail'];
export type ProjectDetailReply = components['schemas']['ProjectDetailReply'];
export type ProjectDetailRequest = components['schemas']['ProjectDetailRequest'];
export type ProjectListReply = components['schemas']['ProjectListReply'];
export type ProjectListRequest = components['schemas']['ProjectListRequest'];
export type ProjectRecommendListReply = components['schemas']['ProjectRecommendListReply'];
export type ProjectRecommendListRequest = components['schemas']['ProjectRecommendListRequest'];
export type PublicUser = components['schemas']['PublicUser'];
export type ReportRequest = components['schemas']['ReportRequest'];
export type SendMessageToCustomerServiceReply = components['schemas']['SendMessageToCustomerServiceReply'];
export type SendMessageToCustomerServiceRequest = components['schemas']['SendMessageToCustomerServiceRequest'];
export type SendMessageToMasterReply = components['schemas']['SendMessageToMasterReply'];
export type SendMessageToMasterRequest = components['schemas']['SendMessageToMasterRequest'];
export type SendMessageToMerchantReply = components['schemas']['SendMessageToMerchantReply'];
export type SendMessageToMerchantRequest = components['schemas']['SendMessageToMerchantRequest'];
export type SendMessageToUserReply = components['schemas']['SendMessageToUserReply'];
export type SendMessageToUserRequest = components['schemas']['SendMessageToUserRequest'];
export type SendSmsCodeRequest = components['schemas']['SendSmsCodeRequest'];
export type ShoppingCartAddRequest = components['schemas']['ShoppingCartAddRequest'];
export type ShoppingCartDelRequest = components['schemas']['ShoppingCartDelRequest'];
export type ShoppingCartInfoReply = components['schemas']['ShoppingCartInfoReply'];
export type ShoppingCartInfoRequest = components['schemas']['ShoppingCartInfoRequest'];
export type SnsBlockRequest = components['schemas']['SnsBlockRequest'];
export type SnsUnblockRequest = components['schemas']['SnsUnblockRequest'];
export type Ticket = components['schemas']['Ticket'];
export type TicketBannerReply = components['schemas']['TicketBannerReply'];
export type TicketBannerRequest = components['schemas']['TicketBannerRequest'];
export type TicketCircleItem = components['schemas']['TicketCircleItem'];
export type TicketCircleReply = components['schemas']['TicketCircleReply'];
export type TicketCircleRequest = components['schemas']['TicketCircleRequest'];
export type TicketComment = components['schemas']['TicketComment'];
export type TicketCommentDelRequest = components['schemas']['TicketCommentDelRequest'];
export type TicketCommentListReply = components['schemas']['TicketCommentListReply'];
export type TicketCommentListRequest = components['schemas']['TicketCommentListRequest'];
export type TicketCommentPublishReply = components['schemas']['TicketCommentPublishReply'];
export type TicketCommentPublishRequest = components['schemas']['TicketCommentPublishRequest'];
export type TicketDetail = components['schemas']['TicketDetail'];
export type TicketDetailReply = components['schemas']['TicketDetailReply'];
export type TicketDetailRequest = components['schemas']['TicketDetailRequest'];
export type TicketListReply = components['schemas']['TicketListReply'];
export type TicketListRequest = components['schemas']['TicketListRequest'];
export type TicketRecommendListReply = components['schemas']['TicketRecommendListReply'];
export type TicketRecommendListRequest = components['schemas']['TicketRecommendListRequest'];
export type TicketWithProject = components['schemas']['TicketWithProject'];
export type UserDeleteReply = components['schemas']['UserDeleteReply'];
export type UserDeleteRequest = components['schemas']['UserDeleteRequest'];
export type UserFollowRequest = components['schemas']['UserFollowRequest'];
export type UserInfo = components['schemas']['UserInfo'];
export type UserInfoReply = components['schemas']['UserInfoReply'];
export type UserInfoRequest = components['schemas']['UserInfoRequest'];
export type UserLoginReply = components['schemas']['UserLoginReply'];
export type UserLoginRequest = components['schemas']['UserLoginRequest'];
export type UserLogoutRequest = components['schemas']['UserLogoutRequest'];
export type UserPasswordUpdateRequest = components['schemas']['UserPasswordUpdateRequest'];
export type UserSignupReply = components['schemas']['UserSignupReply'];
export type UserSignupRequest = components['schemas']['UserSignupRequest'];
export type UserUnfollowRequest = components['schemas']['UserUnfollowRequest'];
export type $defs = Record<string, never>;
export interface operations {
    article_collect: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleCollectRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `301` 文章不存在: No such article.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    article_comment_del: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleCommentDelRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `302` 评论不存在: No such comment.
             *     - `111` 没有权限: Another user's, or blocked by that user.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    article_comment_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleCommentListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `301` 文章不存在: No such article.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticleCommentListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    article_comment_publish: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleCommentPublishRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `301` 文章不存在: No such article.
             *     - `111` 没有权限: Another user's, or blocked by that user.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticleCommentPublishReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    article_comment_reply: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleCommentReplyRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `301` 文章不存在: No such article.
             *     - `302` 评论不存在: No such comment.
             *     - `111` 没有权限: Another user's, or blocked by that user.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticleCommentReplyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    article_comment_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleCommentUpRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `302` 评论不存在: No such comment.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    article_del: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleDelRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `301` 文章不存在: No such article.
             *     - `111` 没有权限: Another user's, or blocked by that user.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    article_detail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleDetailRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `301` 文章不存在: No such article.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticleDetailReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    article_like: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleLikeRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `301` 文章不存在: No such article.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    article_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticleListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    article_publish: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticlePublishRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticlePublishReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    article_uncollect: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleUncollectRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `301` 文章不存在: No such article.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    article_unlike: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleUnlikeRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `301` 文章不存在: No such article.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    current_time: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CurrentTimeRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurrentTimeReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    design_circle_banner: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DesignCircleBannerRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignCircleBannerReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    design_circle_cloth_collect: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DesignCircleClothCollectRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `504` 服饰不存在: No such cloth.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    design_circle_cloth_detail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DesignCircleClothDetailRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `504` 服饰不存在: No such cloth.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignCircleClothDetailReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    design_circle_cloth_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DesignCircleClothListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignCircleClothListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    design_circle_cloth_uncollect: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DesignCircleClothUncollectRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `504` 服饰不存在: No such cloth.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    following_article_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FollowingArticleListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowingArticleListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    game_banner: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GameBannerRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GameBannerReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    game_collect: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GameCollectRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `505` 游戏不存在: No such game.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    game_comment_del: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GameCommentDelRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `302` 评论不存在: No such comment.
             *     - `111` 没有权限: Another user's, or blocked by that user.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    game_comment_down: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GameCommentDownRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `302` 评论不存在: No such comment.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    game_comment_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GameCommentListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `505` 游戏不存在: No such game.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GameCommentListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    game_comment_publish: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GameCommentPublishRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `505` 游戏不存在: No such game.
             *     - `302` 评论不存在: No such comment.
             *     - `111` 没有权限: Another user's, or blocked by that user.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GameCommentPublishReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    game_comment_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GameCommentUpRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `302` 评论不存在: No such comment.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    game_detail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GameDetailRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `505` 游戏不存在: No such game.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GameDetailReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    game_like: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GameLikeRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `505` 游戏不存在: No such game.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    game_recommend_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GameRecommendListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GameRecommendListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    game_uncollect: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GameUncollectRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `505` 游戏不存在: No such game.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    game_unlike: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GameUnlikeRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `505` 游戏不存在: No such game.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    get_media_id: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetMediaIdRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetMediaIdReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    home_banner: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HomeBannerRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HomeBannerReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    master_detail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MasterDetailRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `501` 达人不存在: No such master.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MasterDetailReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    master_follow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MasterFollowRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `501` 达人不存在: No such master.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    master_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MasterListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MasterListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    master_recommend_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MasterRecommendListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MasterRecommendListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    master_unfollow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MasterUnfollowRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `501` 达人不存在: No such master.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    merchant_cloth_collect: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MerchantClothCollectRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `504` 服饰不存在: No such cloth.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    merchant_cloth_detail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MerchantClothDetailRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `504` 服饰不存在: No such cloth.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MerchantClothDetailReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    merchant_cloth_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MerchantClothListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MerchantClothListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    merchant_cloth_recommend_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MerchantClothRecommendListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MerchantClothRecommendListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    merchant_cloth_uncollect: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MerchantClothUncollectRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `504` 服饰不存在: No such cloth.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    merchant_follow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MerchantFollowRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `503` 商家不存在: No such merchant.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    merchant_unfollow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MerchantUnfollowRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `503` 商家不存在: No such merchant.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    message_del: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageDelRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `506` 消息不存在: No such message.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    my_article_collect_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyArticleCollectListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyArticleCollectListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    my_article_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyArticleListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyArticleListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    my_block: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyBlockRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyBlockReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    my_data_export: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyDataExportRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyDataExportReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    my_follower: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyFollowerRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyFollowerReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    my_following_masters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyFollowingMastersRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyFollowingMastersReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    my_following_masters_project_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyFollowingMastersProjectListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyFollowingMastersProjectListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    my_following_masters_ticket_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyFollowingMastersTicketListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyFollowingMastersTicketListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    my_following_merchants: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyFollowingMerchantsRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyFollowingMerchantsReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    my_following_users: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyFollowingUsersRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyFollowingUsersReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    my_message: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyMessageRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `107` 用户不存在: No such user.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyMessageReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    my_message_center: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyMessageCenterRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyMessageCenterReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    my_message_with_customer_service: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyMessageWithCustomerServiceRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyMessageWithCustomerServiceReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    my_order_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyOrderListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyOrderListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    my_ticket_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyTicketListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyTicketListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    my_user_info: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyUserInfoRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyUserInfoReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    my_user_info_update: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyUserInfoUpdateRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    order_cancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The call happens once for each key of the caller's, and its answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderCancelRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `203` 订单不存在: No such order.
             *     - `204` 订单状态不允许该操作: The order's status does not allow it.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    order_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The call happens once for each key of the caller's, and its answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderCreateRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `201` 票不存在: No such ticket.
             *     - `202` 票不够: Sold or reserved.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderCreateReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    order_create_by_shopping_cart: {
        parameters: {
            query?: never;
            header?: {
                /** @description The call happens once for each key of the caller's, and its answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderCreateByShoppingCartRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderCreateByShoppingCartReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    order_detail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderDetailRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `203` 订单不存在: No such order.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderDetailReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    order_pay: {
        parameters: {
            query?: never;
            header?: {
                /** @description The call happens once for each key of the caller's, and its answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderPayRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `601` 支付失败: Declined payment; the order stays pending.
             *     - `203` 订单不存在: No such order.
             *     - `204` 订单状态不允许该操作: The order's status does not allow it.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPayReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    order_payment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderPaymentRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `203` 订单不存在: No such order.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPaymentReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    project_detail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectDetailRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `502` 项目不存在: No such project.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectDetailReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    project_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `501` 达人不存在: No such master.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    project_recommend_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectRecommendListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectRecommendListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    report: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `301` 文章不存在: No such article.
             *     - `302` 评论不存在: No such comment.
             *     - `107` 用户不存在: No such user.
             *     - `506` 消息不存在: No such message.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    send_message_to_customer_service: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendMessageToCustomerServiceRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SendMessageToCustomerServiceReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    send_message_to_master: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendMessageToMasterRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `501` 达人不存在: No such master.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SendMessageToMasterReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    send_message_to_merchant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendMessageToMerchantRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `503` 商家不存在: No such merchant.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SendMessageToMerchantReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    send_message_to_user: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendMessageToUserRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `107` 用户不存在: No such user.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `111` 没有权限: Another user's, or blocked by that user.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SendMessageToUserReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    send_sms_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendSmsCodeRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `103` 手机号错误: Not a phone number.
             *     - `101` 发短信失败: The message was not sent, or its quota is used up.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    shopping_cart_add: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShoppingCartAddRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `201` 票不存在: No such ticket.
             *     - `202` 票不够: Sold or reserved.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    shopping_cart_del: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShoppingCartDelRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    shopping_cart_info: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShoppingCartInfoRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShoppingCartInfoReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    sns_block: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SnsBlockRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `107` 用户不存在: No such user.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    sns_unblock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SnsUnblockRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `107` 用户不存在: No such user.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    ticket_banner: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketBannerRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketBannerReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    ticket_circle: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketCircleRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketCircleReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    ticket_comment_del: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketCommentDelRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `302` 评论不存在: No such comment.
             *     - `111` 没有权限: Another user's, or blocked by that user.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    ticket_comment_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketCommentListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `201` 票不存在: No such ticket.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketCommentListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    ticket_comment_publish: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketCommentPublishRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `201` 票不存在: No such ticket.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketCommentPublishReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    ticket_detail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketDetailRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `201` 票不存在: No such ticket.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetailReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    ticket_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `502` 项目不存在: No such project.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    ticket_recommend_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketRecommendListRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketRecommendListReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    upload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description A picture or a video.
                     */
                    file: string;
                    /** @description From get_media_id; filled once. */
                    media_id: string;
                };
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    user_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserDeleteRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `104` 密码错误: A wrong password.
             *     - `102` 短信认证码错误: Wrong, used or expired code.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDeleteReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    user_follow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserFollowRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `107` 用户不存在: No such user.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `111` 没有权限: Another user's, or blocked by that user.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    user_info: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserInfoRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `107` 用户不存在: No such user.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserInfoReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    user_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserLoginRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `107` 用户不存在: No such user.
             *     - `104` 密码错误: A wrong password.
             *     - `102` 短信认证码错误: Wrong, used or expired code.
             *     - `108` 登录失败: Locked after failed logins, or banned.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserLoginReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    user_logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserLogoutRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    user_password_update: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserPasswordUpdateRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `107` 用户不存在: No such user.
             *     - `102` 短信认证码错误: Wrong, used or expired code.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    user_signup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserSignupRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `105` 这个号码已经注册过了: The number has an account.
             *     - `102` 短信认证码错误: Wrong, used or expired code.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserSignupReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    user_unfollow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserUnfollowRequest"];
            };
        };
        responses: {
            /**
             * @description `code` tells success from failure.
             *
             *     - `0`: success
             *     - `107` 用户不存在: No such user.
             *     - `400` 参数错误: Invalid parameter: missing, of a wrong type, too long, an unknown media id.
             *     - `401` API不正确: No such method, or a wrong `ver`.
             *     - `403` 没有登录: The token is missing.
             *     - `404` 认证失败: The token is unknown or expired.
             *     - `110` 不可用: Disabled, used already, throttled, or overloaded.
             *     - `-1` 未知错误: Internal error.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptyReply"] | components["schemas"]["Failure"];
                };
            };
        };
    };
}
