// Generated from the server's OpenAPI document by scripts/generate.mjs. Do not edit.

export interface paths {
    "/api/accounts/activate/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 邮件中的激活链接 Link of the activation mail
         * @description Link of the activation mail: activates the account and shows the result on a page.
         */
        get: operations["openActivationLink"];
        put?: never;
        /**
         * 激活账号 Activate an account
         * @description Activate an account. A wrong or used token is 10000 on `token`.
         */
        post: operations["activateAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/password/change/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 修改密码 Change the password
         * @description Change the password: sets the new password and ends the caller's other sessions and mailed resets. A wrong old password is 10000 on `old_password`.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/password/reset/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 忘记密码 Forgotten password
         * @description Forgotten password: mails a link and a code, or the activation of an account that was never activated. Neither the reply nor its time tells whether the mail address is known: the mail is written later, in the background.
         */
        post: operations["requestPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/password/reset/confirm/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 重设密码 Set a new password with a mailed token
         * @description Set a new password with a mailed token: sets the new password and ends all sessions. A wrong or used token is 10000 on `token`.
         */
        post: operations["confirmPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/password/reset/page/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 邮件中的重设密码页面 Page of the mail about a forgotten password
         * @description Page of the mail about a forgotten password. A link scanner that opens it does not use the link up.
         */
        get: operations["showPasswordResetPage"];
        put?: never;
        /**
         * 在页面上重设密码 Set a new password on that page
         * @description Set a new password on that page, and show the result.
         */
        post: operations["submitPasswordResetPage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/register/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 注册 Create an account
         * @description Create an account: it is inactive, and its activation is mailed. A mail address in use is 10000 on `email`.
         */
        post: operations["registerAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/user/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取当前登录用户个人信息 Get the caller's profile
         * @description Get the caller's profile.
         */
        get: operations["getMyProfile"];
        /**
         * 更新当前登录用户个人信息 Update the caller's profile
         * @description Update the caller's profile. Values that operators or the ledger set are ignored. The owner hears by mail of changed payout accounts; where they need a new login, an older one is 10000 on `fundinfo`.
         */
        put: operations["replaceMyProfile"];
        /**
         * 部分更新当前登录用户个人信息 Update parts of the caller's profile
         * @description Update parts of the caller's profile. Values that operators or the ledger set are ignored. The owner hears by mail of changed payout accounts; where they need a new login, an older one is 10000 on `fundinfo`.
         */
        post: operations["postMyProfile"];
        /**
         * 注销账号 Erase the caller's account
         * @description Erase the caller's account: ends all sessions and erases the account after a cooling period; a login in the meantime cancels it. A wrong password is 10000 on `password`.
         */
        delete: operations["deleteMyAccount"];
        options?: never;
        head?: never;
        /**
         * 部分更新当前登录用户个人信息 Update parts of the caller's profile
         * @description Update parts of the caller's profile. Values that operators or the ledger set are ignored. The owner hears by mail of changed payout accounts; where they need a new login, an older one is 10000 on `fundinfo`.
         */
        patch: operations["updateMyProfile"];
        trace?: never;
    };
    "/api/accounts/user/balance/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取余额 Get the balance
         * @description Get the balance.
         */
        get: operations["getMyBalance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/user/export/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 导出我的数据 Export the caller's data
         * @description Export the caller's data: everything that is kept of the caller, except hashes of secrets.
         */
        get: operations["exportMyData"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/user/project/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取当前用户的发布项目列表 List the caller's projects
         * @description List the caller's projects, newest first.
         */
        get: operations["listMyProjects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/user/project/attention/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取当前用户的关注项目列表 List the projects that the caller follows
         * @description List the projects that the caller follows, newest first.
         */
        get: operations["listMyAttentions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/user/project/support/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取当前用户的参与项目列表 List the caller's supports
         * @description List the caller's supports: paid supports, newest first.
         */
        get: operations["listMySupports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/user/recharge/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 充值 Pay money into the balance
         * @description Pay money into the balance through a channel: the first enabled one by default; an unknown one is 10000 on `channel`. A declined payment is 10036.
         */
        post: operations["createRecharge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/user/recharge/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取充值 Get a recharge
         * @description Get a recharge: one of the caller's recharges. The provider is asked about a pending one, at most once in a few seconds.
         */
        get: operations["getRecharge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/user/trades/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取余额明细 List the changes of the balance
         * @description List the changes of the balance, newest first.
         */
        get: operations["listMyTrades"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/user/withdraw/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取提现列表 List the caller's withdrawals
         * @description List the caller's withdrawals, newest first.
         */
        get: operations["listMyWithdrawals"];
        put?: never;
        /**
         * 申请提现 Request a withdrawal
         * @description Request a withdrawal: an operator pays it out. More than the balance is 10000 on `money`; without an Alipay or bank account in `fundinfo` it is 10001 on `fundinfo`.
         */
        post: operations["createWithdrawal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/user/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取其他用户个人信息 Get the profile of a user
         * @description Get the profile of a user.
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crowdfunding/category/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取项目分类 List the categories of projects
         * @description List the categories of projects.
         */
        get: operations["listCategories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crowdfunding/feedback/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 添加项目回馈描述 Add feedback to a project
         * @description Add feedback to a project.
         */
        post: operations["createFeedback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crowdfunding/feedback/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取项目回馈描述 Get a feedback
         * @description Get a feedback.
         */
        get: operations["getFeedback"];
        /**
         * 更新项目回馈描述 Update a feedback
         * @description Update a feedback. Another project is 10000 on `project` when a package contains the feedback.
         */
        put: operations["replaceFeedback"];
        post?: never;
        /**
         * 删除项目回馈描述 Delete a feedback
         * @description Delete a feedback. One that a package contains is 10034.
         */
        delete: operations["deleteFeedback"];
        options?: never;
        head?: never;
        /**
         * 部分更新项目回馈描述 Update parts of a feedback
         * @description Update parts of a feedback. Another project is 10000 on `project` when a package contains the feedback.
         */
        patch: operations["updateFeedback"];
        trace?: never;
    };
    "/api/crowdfunding/package/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 添加项目回馈描述 套餐方案 Add a package to a project
         * @description Add a package to a project.
         */
        post: operations["createPackage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crowdfunding/package/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取项目回馈描述 套餐方案 Get a package
         * @description Get a package.
         */
        get: operations["getPackage"];
        /**
         * 更新项目回馈描述 套餐方案 Update a package
         * @description Update a package. 10000 on the field for feedback of another project, another project of a package with supports, and a limit below the number of taken places.
         */
        put: operations["replacePackage"];
        post?: never;
        /**
         * 删除项目回馈描述 套餐方案 Delete a package
         * @description Delete a package. One with a support is 10034.
         */
        delete: operations["deletePackage"];
        options?: never;
        head?: never;
        /**
         * 部分更新项目回馈描述 套餐方案 Update parts of a package
         * @description Update parts of a package. 10000 on the field for feedback of another project, another project of a package with supports, and a limit below the number of taken places.
         */
        patch: operations["updatePackage"];
        trace?: never;
    };
    "/api/crowdfunding/project/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取项目列表 List the projects
         * @description List the projects, newest first unless `ordering` is given.
         */
        get: operations["listProjects"];
        put?: never;
        /**
         * 发布项目 Create a project
         * @description Create a project: as a draft.
         */
        post: operations["createProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crowdfunding/project/comment/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取单个评论 Get a comment of a project
         * @description Get a comment of a project, with everything below it.
         */
        get: operations["getComment"];
        /**
         * 更新单个评论 Update a comment of a project
         * @description Update a comment of a project. Another `parent` is 10000. A comment that becomes anonymous cannot be changed again.
         */
        put: operations["replaceComment"];
        post?: never;
        /**
         * 删除单个评论 Delete a comment of a project
         * @description Delete a comment of a project, with everything below it.
         */
        delete: operations["deleteComment"];
        options?: never;
        head?: never;
        /**
         * 部分更新单个评论 Update parts of a comment of a project
         * @description Update parts of a comment of a project. Another `parent` is 10000. A comment that becomes anonymous cannot be changed again.
         */
        patch: operations["updateComment"];
        trace?: never;
    };
    "/api/crowdfunding/project/section/task/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取单个项目任务 Get a task
         * @description Get a task.
         */
        get: operations["getTask"];
        /**
         * 更新单个项目任务 Update a task
         * @description Update a task.
         */
        put: operations["replaceTask"];
        post?: never;
        /**
         * 删除单个项目任务 Delete a task
         * @description Delete a task.
         */
        delete: operations["deleteTask"];
        options?: never;
        head?: never;
        /**
         * 部分更新单个项目任务 Update parts of a task
         * @description Update parts of a task.
         */
        patch: operations["updateTask"];
        trace?: never;
    };
    "/api/crowdfunding/project/section/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取项目完成后阶段单个信息 Get a section
         * @description Get a section.
         */
        get: operations["getSection"];
        /**
         * 更新项目完成后阶段单个信息 Update a section
         * @description Update a section.
         */
        put: operations["replaceSection"];
        post?: never;
        /**
         * 删除项目完成后阶段单个信息 Delete a section
         * @description Delete a section, with its tasks.
         */
        delete: operations["deleteSection"];
        options?: never;
        head?: never;
        /**
         * 部分更新项目完成后阶段单个信息 Update parts of a section
         * @description Update parts of a section.
         */
        patch: operations["updateSection"];
        trace?: never;
    };
    "/api/crowdfunding/project/section/{id}/task/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取单个项目完成后阶段的所有任务信息 List the tasks of a section
         * @description List the tasks of a section.
         */
        get: operations["listSectionTasks"];
        put?: never;
        /**
         * 添加项目任务 Add a task to a section
         * @description Add a task to a section.
         */
        post: operations["createTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crowdfunding/project/topic/comment/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取单个评论 Get a comment of a topic
         * @description Get a comment of a topic, with everything below it.
         */
        get: operations["getTopicComment"];
        /**
         * 更新单个评论 Update a comment of a topic
         * @description Update a comment of a topic. Another `parent` is 10000.
         */
        put: operations["replaceTopicComment"];
        post?: never;
        /**
         * 删除单个评论 Delete a comment of a topic
         * @description Delete a comment of a topic, with everything below it.
         */
        delete: operations["deleteTopicComment"];
        options?: never;
        head?: never;
        /**
         * 部分更新单个评论 Update parts of a comment of a topic
         * @description Update parts of a comment of a topic. Another `parent` is 10000.
         */
        patch: operations["updateTopicComment"];
        trace?: never;
    };
    "/api/crowdfunding/project/topic/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取单个主题 Get a topic
         * @description Get a topic.
         */
        get: operations["getTopic"];
        /**
         * 更新单个主题 Update a topic
         * @description Update a topic.
         */
        put: operations["replaceTopic"];
        post?: never;
        /**
         * 删除单个主题 Delete a topic
         * @description Delete a topic, with its comments.
         */
        delete: operations["deleteTopic"];
        options?: never;
        head?: never;
        /**
         * 部分更新单个主题 Update parts of a topic
         * @description Update parts of a topic.
         */
        patch: operations["updateTopic"];
        trace?: never;
    };
    "/api/crowdfunding/project/topic/{id}/comment/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取单个主题的所有评论 List the comments of a topic
         * @description List the comments of a topic: pages of top comments, each with everything below it.
         */
        get: operations["listTopicComments"];
        put?: never;
        /**
         * 发布评论 Comment on a topic
         * @description Comment on a topic. A parent that belongs to another topic is 10000 on `parent`.
         */
        post: operations["createTopicComment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crowdfunding/project/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取单个项目 Get a project
         * @description Get a project.
         */
        get: operations["getProject"];
        /**
         * 更新单个项目 Update a project
         * @description Update a project. Another name, category, money or number of days is 10000 on the field once the project is under way.
         */
        put: operations["replaceProject"];
        post?: never;
        /**
         * 删除单个项目 Delete a project
         * @description Delete a project. One with a support is 10034.
         */
        delete: operations["deleteProject"];
        options?: never;
        head?: never;
        /**
         * 部分更新单个项目 Update parts of a project
         * @description Update parts of a project. Another name, category, money or number of days is 10000 on the field once the project is under way.
         */
        patch: operations["updateProject"];
        trace?: never;
    };
    "/api/crowdfunding/project/{id}/attention/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取项目关注状态 Whether the caller follows a project
         * @description Whether the caller follows a project: 204 when the caller attends it, 404 otherwise.
         */
        get: operations["getProjectAttention"];
        /**
         * 关注该项目 Follow a project
         * @description Follow a project.
         */
        put: operations["followProject"];
        post?: never;
        /**
         * 取消关注该项目 Stop following a project
         * @description Stop following a project.
         */
        delete: operations["unfollowProject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crowdfunding/project/{id}/comment/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取项目所有评论 List the comments of a project
         * @description List the comments of a project: pages of top comments, each with everything below it.
         */
        get: operations["listProjectComments"];
        put?: never;
        /**
         * 发布项目评论 Comment on a project
         * @description Comment on a project. A parent that belongs to another project is 10000 on `parent`.
         */
        post: operations["createComment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crowdfunding/project/{id}/save/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * 确认发布项目 Submit a project for review
         * @description Submit a project for review: submits a draft or a rejected project for review. Other projects do not change.
         */
        put: operations["submitProject"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crowdfunding/project/{id}/section/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取单个项目所有的阶段信息 List the sections of a project
         * @description List the sections of a project.
         */
        get: operations["listProjectSections"];
        put?: never;
        /**
         * 添加项目完成后阶段 Add a section to a project
         * @description Add a section to a project.
         */
        post: operations["createSection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crowdfunding/project/{id}/support/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取项目的支持者 List the supporters of a project
         * @description List the supporters of a project who have paid, newest first.
         */
        get: operations["listProjectSupporters"];
        put?: never;
        /**
         * 支持项目 Support a project
         * @description Support a project with one of its packages. The support counts once it is paid. Supporting one's own project is 10014; with too many unpaid supports it is 10038.
         */
        post: operations["supportProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crowdfunding/project/{id}/support/{sid}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 撤回未付款的支持 Withdraw an unpaid support
         * @description Withdraw an unpaid support. A paid one is 10034.
         */
        delete: operations["withdrawSupport"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crowdfunding/project/{id}/support/{sid}/pay/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 付款状态 Get the payment of a support
         * @description Get the payment of a support: how the payment of a support stands. The provider is asked about an open one, at most once in a few seconds.
         */
        get: operations["getSupportPayment"];
        put?: never;
        /**
         * 付款 Pay a support
         * @description Pay a support through a channel: the first enabled one by default, or `balance`; an unknown one is 10000 on `channel`. A paid support is returned as it is. A declined payment or a balance that is too small is 10036, and the support can be paid again.
         */
        post: operations["paySupport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crowdfunding/project/{id}/topic/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取某个项目的所有主题 List the topics of a project
         * @description List the topics of a project, newest first.
         */
        get: operations["listProjectTopics"];
        put?: never;
        /**
         * 发布项目主题 Add a topic to a project
         * @description Add a topic to a project.
         */
        post: operations["createTopic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/image/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 上传图片 Upload an image
         * @description Upload an image. Without a login the image has no owner.
         */
        post: operations["uploadImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/image/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取图片 Get an image
         * @description Get an image. An identity card is 404 for everybody but its owner, whose `url` is valid for ten minutes.
         */
        get: operations["getImage"];
        /**
         * 更新图片 Update an image
         * @description Update an image: its type and its file. Another type of an image in use is 10000 on `type`; another file of an image that an approved project shows is 10034.
         */
        put: operations["replaceImage"];
        post?: never;
        /**
         * 删除图片 Delete an image
         * @description Delete an image. One in use is 10034.
         */
        delete: operations["deleteImage"];
        options?: never;
        head?: never;
        /**
         * 部分更新图片 Update parts of an image
         * @description Update parts of an image: its type and its file. Another type of an image in use is 10000 on `type`; another file of an image that an approved project shows is 10034.
         */
        patch: operations["updateImage"];
        trace?: never;
    };
    "/api/location/city/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取市列表 List the cities of a province
         * @description List the cities of a province.
         */
        get: operations["listCities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/location/country/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取区列表 List the districts of a city
         * @description List the districts of a city.
         */
        get: operations["listDistricts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/location/province/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 获取省列表 List the provinces
         * @description List the provinces.
         */
        get: operations["listProvinces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/report/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 举报 Report something
         * @description Report something: repeated while the report is open, it changes nothing. A thing that does not exist or that the caller may not see is 10000 on `id`.
         */
        post: operations["createReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/token/get/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 登录：获取 Token 及 Refresh Token Get a token and a refresh token
         * @description Get a token and a refresh token. Wrong credentials are 10003; an account that is not activated is 10002. Failed logins lock an account for the caller's network for a time (10038).
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/token/refresh/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 刷新：获取 Token 及 Refresh Token Get a new pair of tokens
         * @description Get a new pair of tokens, also when the token has expired; the old session ends. An unknown token is 10004, a wrong or expired refresh token 10005. A refresh token that was used before ends all sessions that came of it.
         */
        post: operations["refreshToken"];
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
        /** @description The body of a request. */
        AccountErasureInput: {
            /** @description Password of the account. */
            password: string;
        };
        /** @description The body of a request. */
        ActivateInput: {
            /** @description Token of the mail. */
            token: string;
        };
        /** @description An attention with its project. */
        AttendedProject: {
            /** @description When the attention began. */
            datetime: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description Id of the attention.
             */
            id: number;
            /** @description The project. */
            project: components["schemas"]["Project"];
        };
        /** @description The balance of a user. */
        Balance: {
            /** @description What can be spent. */
            balance: components["schemas"]["Yuan"];
            /** @description The sum of the pending withdrawals. */
            held: components["schemas"]["Yuan"];
        };
        /** @description The balance of a user. */
        BalanceInfo: {
            /** @description What can be spent, in yuan. */
            balance: components["schemas"]["Yuan"];
        };
        /** @description A category. */
        Category: {
            /**
             * Format: int64
             * @description Its id.
             */
            id: number;
            /** @description Its name. */
            name: string;
        };
        /** @description The body of a request. */
        ChangePasswordInput: {
            /** @description The current password. */
            old_password: string;
            /** @description The new password: at least 8 characters, not a common one. */
            password: string;
        };
        /** @description The body of a request. */
        CommentChanges: {
            /** @description Its text. */
            content?: string;
            /** @description The comment that it answers. */
            parent?: number | string | null;
            /**
             * @description `normal` with a login, or `anonymous`.
             * @enum {unknown}
             */
            type?: "normal" | "anonymous";
        };
        /** @description The body of a request. */
        CommentInput: {
            /** @description Its text. */
            content: string;
            /** @description The comment that it answers. */
            parent?: number | string | null;
            /**
             * @description `normal` with a login, or `anonymous`.
             * @enum {unknown}
             */
            type: "normal" | "anonymous";
        };
        /** @description A comment with its answers. */
        CommentTree: {
            /** @description Its answers, oldest first. */
            children: components["schemas"]["CommentTree"][];
            /**
             * Format: int64
             * @description Number of comments below this one that are omitted because they are too many or too deep.
             */
            children_omitted?: number;
            /** @description Its text. */
            content: string;
            /** @description When it was written. */
            datetime: components["schemas"]["Moment"];
            /** @description Mail address of its author; null if it is anonymous. */
            email: string | null;
            /**
             * Format: int64
             * @description Id of a comment of a project.
             */
            id: number;
            /**
             * Format: int64
             * @description The comment that it answers.
             */
            parent: number | null;
            /**
             * Format: int64
             * @description Id of a project.
             */
            project: number;
            /**
             * Format: int64
             * @description Its author; null if it is anonymous.
             */
            user: number | null;
        };
        /** @description One page of a list. */
        CommentTreePage: {
            /**
             * Format: int64
             * @description Rows of the whole list.
             */
            count: number;
            /** @description Address of the next page; null on the last one. */
            next: string | null;
            /** @description Address of the page before; null on the first one. */
            previous: string | null;
            /** @description Rows of the page. */
            results: components["schemas"]["CommentTree"][];
        };
        /** @description Personal details of a user. */
        DetailInfo: {
            /**
             * Format: int64
             * @description Age.
             */
            age: number | null;
            /**
             * Format: int64
             * @description An image of type 1.
             */
            avatar: number | null;
            /** @description Blog address. */
            blog: string;
            /** @description Number of the identity card. */
            idcard: string;
            /**
             * Format: int64
             * @description An image of type 0.
             */
            idcard_image: number | null;
            /** @description Mobile phone. */
            mobile: string;
            /** @description Name. */
            name: string;
            /**
             * Format: int64
             * @description Native place.
             */
            native: number | null;
            /** @description Profession. */
            profession: string;
            /** @description QQ number. */
            qq: string;
            /**
             * @description `u`: unknown, `m`: man, `l`: woman.
             * @enum {string}
             */
            sex: "u" | "m" | "l";
            /** @description Weibo address. */
            weibo: string;
        };
        /**
         * @description A failure.
         *
         *     - `-1` System error: An unexpected failure. Not documented.
         *     - `10000` Invalid data: A value is invalid.
         *     - `10001` Required data: A required field is missing or blank.
         *     - `10002` Inactive user: The account is not activated.
         *     - `10003` Incorrect email or password: Mail address and password do not match.
         *     - `10004` Invalid token: The token is unknown; 401 when it came in the header.
         *     - `10005` Invalid refresh token: The refresh token is unknown, used or expired.
         *     - `10006` Validation Failed: Fields are wrong; `errors` lists them.
         *     - `10007` Invalid token header. No credentials provided.: The header is `Authorization: Token` without a token.
         *     - `10008` Invalid token header. Token string should not contain spaces.: The header has more than one token.
         *     - `10009` User inactive or deleted: The token's user is banned or deleted.
         *     - `10010` Token has expired: The token has expired and can be refreshed.
         *     - `10011` Malformed request.: The body cannot be read.
         *     - `10012` Incorrect authentication credentials.: Reserved.
         *     - `10013` Authentication credentials were not provided.: A login is required.
         *     - `10014` You do not have permission to perform this action.: The caller has no permission.
         *     - `10015` Not found: The thing does not exist.
         *     - `10016` Method 'GET' not allowed.: The path has no GET.
         *     - `10017` Method 'POST' not allowed.: The path has no POST.
         *     - `10018` Method 'PUT' not allowed.: The path has no PUT.
         *     - `10019` Method 'DELETE' not allowed.: The path has no DELETE.
         *     - `10020` Method 'HEAD' not allowed.: The path has no HEAD.
         *     - `10021` Method 'PATCH' not allowed.: The path has no PATCH.
         *     - `10022` Could not satisfy the request's Accept header: The client does not accept the media type.
         *     - `10023` Permission denied: Reserved.
         *     - `10024` Invalid ID: The province or city does not exist.
         *     - `10025` Invalid type: Reserved.
         *     - `10026` Permission denied when checking project id: The project belongs to another user.
         *     - `10027` Invalid image ID: The image does not exist.
         *     - `10028` Invalid image type: The image has another type.
         *     - `10029` Invalid image user (no user): The image has no owner.
         *     - `10030` Invalid image user (other user): The image belongs to another user.
         *     - `10031` Already attention: Reserved.
         *     - `10032` Already inattention: Reserved.
         *     - `10033` Error comment type, you are not authenticated: A normal comment requires a login.
         *     - `10034` Already associated: The thing is in use and cannot be deleted.
         *     - `10035` Package is full: All places of the package are taken. Not documented.
         *     - `10036` Payment failed: The payment was declined; the support can be paid again. Not documented.
         *     - `10037` Project is not under way: The project is not under way. Not documented.
         *     - `10038` Request was throttled.: The rate limit is exceeded. Not documented.
         *     - `10039` Server is busy: The server is overloaded. Not documented.
         *     - `10040` Method not allowed.: The path has no such method (TRACE, CONNECT). Not documented.
         *     - `10041` Invalid idempotency key: The idempotency key is not 1 to 255 visible ASCII characters. Not documented.
         *     - `10042` A request with this idempotency key is running: The first request with the key is still running. Not documented.
         *     - `10043` Idempotency key was used for another request: The key was used for another request or other parameters. Not documented.
         *     - `10044` Image was taken down: The operators have taken the file down. Not documented.
         */
        Failure: {
            /**
             * @description The code, which programs compare.
             * @enum {integer}
             */
            error_code: -1 | 10000 | 10001 | 10002 | 10003 | 10004 | 10005 | 10006 | 10007 | 10008 | 10009 | 10010 | 10011 | 10012 | 10013 | 10014 | 10015 | 10016 | 10017 | 10018 | 10019 | 10020 | 10021 | 10022 | 10023 | 10024 | 10025 | 10026 | 10027 | 10028 | 10029 | 10030 | 10031 | 10032 | 10033 | 10034 | 10035 | 10036 | 10037 | 10038 | 10039 | 10040 | 10041 | 10042 | 10043 | 10044;
            /** @description The text of the code. */
            error_message: string;
            /** @description Wrong fields, for `error_code` 10006. */
            errors: {
                /**
                 * @description The code, which programs compare.
                 * @enum {integer}
                 */
                error_code: -1 | 10000 | 10001 | 10002 | 10003 | 10004 | 10005 | 10006 | 10007 | 10008 | 10009 | 10010 | 10011 | 10012 | 10013 | 10014 | 10015 | 10016 | 10017 | 10018 | 10019 | 10020 | 10021 | 10022 | 10023 | 10024 | 10025 | 10026 | 10027 | 10028 | 10029 | 10030 | 10031 | 10032 | 10033 | 10034 | 10035 | 10036 | 10037 | 10038 | 10039 | 10040 | 10041 | 10042 | 10043 | 10044;
                /** @description The text of the code. */
                error_message: string;
                /** @description Name of the field; `a.b` is the field b of a. */
                field: string;
            }[];
        };
        /** @description A feedback as the API shows it. */
        Feedback: {
            /** @description Its description. */
            content: string;
            /**
             * Format: int64
             * @description Its id.
             */
            id: number;
            /**
             * Format: int64
             * @description A picture of it.
             */
            image: number | null;
            /**
             * Format: int64
             * @description Its project.
             */
            project: number;
        };
        /** @description The body of a request. */
        FeedbackChanges: {
            /** @description Its description. */
            content?: string;
            /** @description A picture of it: an image of type 3 of the caller. */
            image?: number | string | null;
            /** @description The project, which the caller owns. */
            project?: number | string;
        };
        /** @description The body of a request. */
        FeedbackInput: {
            /** @description Its description. */
            content: string;
            /** @description A picture of it: an image of type 3 of the caller. */
            image?: number | string | null;
            /** @description The project, which the caller owns. */
            project: number | string;
        };
        /** @description Accounts that withdrawals are paid to. */
        FundInfo: {
            /** @description Number. */
            account: string;
            /** @description Alipay address. */
            alipay: string;
            /** @description Bank. */
            bank_name: string;
            /** @description Branch. */
            bank_sub_name: string;
            /** @description Holder. */
            name: string;
        };
        /** @description An image as the API shows it. */
        Image: {
            /**
             * Format: int64
             * @description Id of an image.
             */
            id: number;
            /**
             * @description What it may be used for: 0 identity card, 1 avatar, 2 cover, 3 feedback.
             * @enum {integer}
             */
            type: 0 | 1 | 2 | 3;
            /** @description Address of the file. */
            url: string;
            /**
             * Format: int64
             * @description Its owner; null if it was uploaded without a login.
             */
            user: number | null;
        };
        /** @description The body of a request. */
        ImageChanges: {
            /**
             * Format: binary
             * @description The picture.
             */
            image?: string;
            /** @description 0: identity card, 1: avatar, 2: cover of a project, 3: feedback. */
            type?: number | string;
        };
        /** @description The body of a request. */
        ImageInput: {
            /**
             * Format: binary
             * @description The picture.
             */
            image: string;
            /** @description 0: identity card, 1: avatar, 2: cover of a project, 3: feedback. */
            type: number | string;
        };
        /** @description A province, city or district. */
        Location: {
            /**
             * Format: int64
             * @description Its id.
             */
            id: number;
            /** @description Its name. */
            name: string;
        };
        /** @description The body of a request. */
        LoginInput: {
            /**
             * Format: email
             * @description Mail address of the account.
             */
            email: string;
            /** @description Password. */
            password: string;
        };
        /**
         * Format: date-time
         * @description RFC 3339 in UTC, with milliseconds unless they are zero.
         */
        Moment: string;
        /** @description A new account. */
        NewAccount: {
            /** @description Mail address, in lower case. */
            email: string;
            /**
             * Format: int64
             * @description Id of a user.
             */
            id: number;
            /** @description Nickname. */
            nickname: string;
        };
        /** @description A profile as its user sees it. */
        OwnProfile: {
            /** @description The balance. */
            balanceinfo: components["schemas"]["BalanceInfo"];
            /** @description When the account was created. */
            date_joined: components["schemas"]["Moment"];
            /** @description Personal details. */
            detailinfo: components["schemas"]["DetailInfo"];
            /** @description Mail address. */
            email: string;
            /** @description Accounts that withdrawals are paid to. */
            fundinfo: components["schemas"]["FundInfo"];
            /**
             * Format: int64
             * @description Its id.
             */
            id: number;
            /** @description Whether the account is activated. */
            is_active: boolean;
            /** @description Whether operators have confirmed the identity. */
            is_authentication: boolean;
            /** @description Whether the user is staff. */
            is_staff: boolean;
            /** @description Nickname. */
            nickname: string;
            /** @description Counts of projects. */
            projectinfo: components["schemas"]["ProjectInfo"];
            /** @description Counts of questions and comments. */
            questioninfo: components["schemas"]["QuestionInfo"];
        };
        /** @description A package as the API shows it. */
        Package: {
            /** @description Its feedback, in order. */
            feedback: number[];
            /**
             * Format: int64
             * @description Its id.
             */
            id: number;
            /**
             * Format: int64
             * @description Number of supports that it allows; 0 for no limit.
             */
            limit: number;
            /** @description Its price. */
            money: components["schemas"]["Yuan"];
            /** @description Its name. */
            name: string;
            /**
             * Format: int64
             * @description Its project.
             */
            project: number;
            /**
             * @description 0: ordinary supporter, 1: partner.
             * @enum {integer}
             */
            type: 0 | 1;
        };
        /** @description The body of a request. */
        PackageChanges: {
            /** @description Feedback of the project. */
            feedback?: (number | string)[] | number | string;
            /** @description Number of supports that it allows; 0 for no limit. */
            limit?: number | string;
            /** @description Its price, in yuan. */
            money?: number | string;
            /** @description Its name. */
            name?: string;
            /** @description The project, which the caller owns. */
            project?: number | string;
            /** @description 0: ordinary supporter, 1: partner. */
            type?: number | string;
        };
        /** @description The body of a request. */
        PackageInput: {
            /** @description Feedback of the project. */
            feedback: (number | string)[] | number | string;
            /** @description Number of supports that it allows; 0 for no limit. */
            limit: number | string;
            /** @description Its price, in yuan. */
            money: number | string;
            /** @description Its name. */
            name: string;
            /** @description The project, which the caller owns. */
            project: number | string;
            /** @description 0: ordinary supporter, 1: partner. */
            type: number | string;
        };
        /** @description The body of a request. */
        PasswordPageInput: {
            /** @description The new password again. */
            again?: string | null;
            /** @description The new password. */
            password?: string | null;
            /** @description Token of the mail. */
            token?: string | null;
        };
        /** @description The body of a request. */
        PasswordResetConfirmInput: {
            /** @description The new password: at least 8 characters, not a common one. */
            password: string;
            /** @description Token of the mail. */
            token: string;
        };
        /** @description The body of a request. */
        PasswordResetInput: {
            /**
             * Format: email
             * @description Mail address of the account.
             */
            email: string;
        };
        /** @description The body of a request. */
        PaymentInput: {
            /** @description Payment channel; the first enabled one if it is left out. */
            channel?: string | null;
            /** @description Openid of the payer, for jsapi and mini. */
            openid?: string | null;
            /** @description URL that the payer's browser opens afterwards, for page and wap. */
            return_url?: string | null;
            /** @description Scene of the payment: app (the default), page, wap, jsapi, mini, h5, native. */
            scene?: string | null;
        };
        /** @description How a payment stands. */
        PaymentState: {
            /** @description The channel. */
            channel: string | null;
            /** @description When it can no longer be paid. */
            expires_datetime: components["schemas"]["Moment"] | null;
            /** @description The amount. */
            money: components["schemas"]["Yuan"] | null;
            /** @description Whether the thing is paid. */
            paid: boolean;
            /** @description When it was paid, by the provider's clock. */
            paid_datetime: components["schemas"]["Moment"] | null;
            /** @description The scene; empty for a channel without one. */
            scene: string | null;
            /**
             * @description The status of the payment: 0 and 1: waits for the payer; 2: paid; 3: failed; 4: expired; 5:
             *     refunded; null if nobody has tried to pay through a channel.
             * @enum {integer|null}
             */
            status: 0 | 1 | 2 | 3 | 4 | 5 | null;
        };
        /** @description The viewer's relation to a project; empty without a login. */
        PersonalInformation: {
            /** @description Whether the caller follows the project. */
            is_attended?: boolean | null;
            /** @description Whether the caller has a paid support. */
            is_supported?: boolean | null;
            /**
             * Format: int64
             * @description -1: none, 0: ordinary, 1: partner.
             */
            support_type?: number | null;
        };
        /** @description The body of a request. */
        ProfileChanges: {
            /** @description Personal details. */
            detailinfo?: {
                /** @description Age. */
                age?: number | string | null;
                /** @description An image of type 1 of the caller. */
                avatar?: number | string | null;
                /** @description Blog address. */
                blog?: string | null;
                /** @description Number of the identity card. */
                idcard?: string | null;
                /** @description An image of type 0 of the caller. */
                idcard_image?: number | string | null;
                /** @description Mobile phone. */
                mobile?: string | null;
                /** @description Name. */
                name?: string | null;
                /** @description Native place: a province, city or district. */
                native?: number | string | null;
                /** @description Profession. */
                profession?: string | null;
                /** @description QQ number. */
                qq?: string | null;
                /**
                 * @description `u`: unknown, `m`: man, `l`: woman.
                 * @enum {unknown}
                 */
                sex?: "u" | "m" | "l";
                /** @description Weibo address. */
                weibo?: string | null;
            };
            /** @description Accounts that withdrawals are paid to. */
            fundinfo?: {
                /** @description Number of the bank account. */
                account?: string | null;
                /** @description Alipay address. */
                alipay?: string | null;
                /** @description Bank. */
                bank_name?: string | null;
                /** @description Branch. */
                bank_sub_name?: string | null;
                /** @description Holder of the bank account. */
                name?: string | null;
            };
            /** @description Nickname. */
            nickname?: string;
        };
        /** @description The body of a request. */
        ProfileInput: {
            /** @description Personal details. */
            detailinfo?: {
                /** @description Age. */
                age?: number | string | null;
                /** @description An image of type 1 of the caller. */
                avatar?: number | string | null;
                /** @description Blog address. */
                blog?: string | null;
                /** @description Number of the identity card. */
                idcard?: string | null;
                /** @description An image of type 0 of the caller. */
                idcard_image?: number | string | null;
                /** @description Mobile phone. */
                mobile?: string | null;
                /** @description Name. */
                name?: string | null;
                /** @description Native place: a province, city or district. */
                native?: number | string | null;
                /** @description Profession. */
                profession?: string | null;
                /** @description QQ number. */
                qq?: string | null;
                /**
                 * @description `u`: unknown, `m`: man, `l`: woman.
                 * @enum {unknown}
                 */
                sex?: "u" | "m" | "l";
                /** @description Weibo address. */
                weibo?: string | null;
            };
            /** @description Accounts that withdrawals are paid to. */
            fundinfo?: {
                /** @description Number of the bank account. */
                account?: string | null;
                /** @description Alipay address. */
                alipay?: string | null;
                /** @description Bank. */
                bank_name?: string | null;
                /** @description Branch. */
                bank_sub_name?: string | null;
                /** @description Holder of the bank account. */
                name?: string | null;
            };
            /** @description Nickname. */
            nickname: string;
        };
        /** @description A project as the API shows it. */
        Project: {
            /**
             * Format: int64
             * @description Users who follow it.
             */
            attention_count: number;
            /**
             * Format: int64
             * @description Its category.
             */
            category: number;
            /** @description Its description. */
            content: string;
            /**
             * Format: int64
             * @description An image of type 2.
             */
            cover: number;
            /** @description Ids of its feedback. */
            feedback: number[];
            /**
             * Format: int64
             * @description Its id.
             */
            id: number;
            /**
             * Format: int64
             * @description Where it is: a province, city or district.
             */
            location: number;
            /** @description Address within its location. */
            location_detail: string;
            /** @description When it was last changed. */
            modify_datetime: components["schemas"]["Moment"];
            /** @description Its name. */
            name: string;
            /**
             * Format: int64
             * @description Paid supports of ordinary packages.
             */
            normal_support_count: number;
            /** @description Money of its paid supports, in yuan. */
            now_money: components["schemas"]["Yuan"];
            /** @description Ids of its packages. */
            package: number[];
            /**
             * Format: int64
             * @description Paid supports of partner packages.
             */
            partner_support_count: number;
            /** @description The caller's relation to it; empty without a login. */
            personal_information: components["schemas"]["PersonalInformation"];
            /** @description When it was created. */
            post_datetime: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description Days that are left.
             */
            remaining_days: number;
            /**
             * @description 0: draft, 1: waits for review, 2: rejected, 3: under way, 4: succeeded, 5: ended, 6: stagnant.
             * @enum {integer}
             */
            status: 0 | 1 | 2 | 3 | 4 | 5 | 6;
            /** @description Its summary. */
            summary: string;
            /**
             * Format: int64
             * @description Its paid supports.
             */
            support_count: number;
            /** @description Its tags. */
            tags: string[];
            /**
             * Format: int64
             * @description Days that it runs.
             */
            total_days: number;
            /** @description Money that it needs, in yuan. */
            total_money: components["schemas"]["Yuan"];
            /**
             * Format: int64
             * @description Its owner.
             */
            user: number;
        };
        /** @description The body of a request. */
        ProjectChanges: {
            /** @description Its category. */
            category?: number | string;
            /** @description Its description. */
            content?: string;
            /** @description An image of type 2 of the caller. */
            cover?: number | string;
            /** @description Where it is: a province, city or district. */
            location?: number | string;
            /** @description Address within its location. */
            location_detail?: string | null;
            /** @description Its name. */
            name?: string;
            /** @description Its summary. */
            summary?: string;
            /** @description Its tags. */
            tags?: string[] | string | null;
            /** @description Days that it runs. */
            total_days?: number | string;
            /** @description Money that it needs, in yuan. */
            total_money?: number | string;
        };
        /** @description Counts of projects of a user. */
        ProjectInfo: {
            /**
             * Format: int64
             * @description Projects that the user follows.
             */
            attention: number;
            /**
             * Format: int64
             * @description Projects that the user published.
             */
            launch: number;
            /**
             * Format: int64
             * @description Paid supports of the user.
             */
            support: number;
        };
        /** @description The body of a request. */
        ProjectInput: {
            /** @description Its category. */
            category: number | string;
            /** @description Its description. */
            content: string;
            /** @description An image of type 2 of the caller. */
            cover: number | string;
            /** @description Where it is: a province, city or district. */
            location: number | string;
            /** @description Address within its location. */
            location_detail?: string | null;
            /** @description Its name. */
            name: string;
            /** @description Its summary. */
            summary: string;
            /** @description Its tags. */
            tags?: string[] | string | null;
            /** @description Days that it runs. */
            total_days: number | string;
            /** @description Money that it needs, in yuan. */
            total_money: number | string;
        };
        /** @description One page of a list. */
        ProjectPage: {
            /**
             * Format: int64
             * @description Rows of the whole list.
             */
            count: number;
            /** @description Address of the next page; null on the last one. */
            next: string | null;
            /** @description Address of the page before; null on the first one. */
            previous: string | null;
            /** @description Rows of the page. */
            results: components["schemas"]["Project"][];
        };
        /** @description Personal details that everybody sees. */
        PublicDetail: {
            /**
             * Format: int64
             * @description An image of type 1.
             */
            avatar: number | null;
            /** @description Blog address. */
            blog: string;
            /**
             * Format: int64
             * @description Native place.
             */
            native: number | null;
            /** @description Profession. */
            profession: string;
            /** @description QQ number. */
            qq: string;
            /** @description Weibo address. */
            weibo: string;
        };
        /** @description A profile as other users see it. */
        PublicProfile: {
            /** @description Personal details that everybody sees. */
            detailinfo: components["schemas"]["PublicDetail"];
            /** @description Mail address. */
            email: string;
            /**
             * Format: int64
             * @description The user.
             */
            id: number;
            /** @description Nickname. */
            nickname: string;
        };
        /** @description Counts of questions and answers, which have no API, and of comments. */
        QuestionInfo: {
            /**
             * Format: int64
             * @description Always 0: answers have no API.
             */
            answer: number;
            /**
             * Format: int64
             * @description Always 0: questions have no API.
             */
            ask: number;
            /**
             * Format: int64
             * @description Comments of the user.
             */
            comment: number;
            /**
             * Format: int64
             * @description Always 0: votes have no API.
             */
            vote: number;
        };
        /** @description Money that a user pays into the balance. */
        Recharge: {
            /** @description The payment channel. */
            channel: string;
            /** @description When it was requested. */
            datetime: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description Its id.
             */
            id: number;
            /** @description The amount. */
            money: components["schemas"]["Yuan"];
            /**
             * @description 0: pending, 1: succeeded, 2: failed.
             * @enum {integer}
             */
            status: 0 | 1 | 2;
        };
        /** @description The body of a request. */
        RechargeInput: {
            /** @description Payment channel; the first enabled one if it is left out. */
            channel?: string | null;
            /** @description The amount, in yuan. */
            money: number | string;
            /** @description Openid of the payer, for jsapi and mini. */
            openid?: string | null;
            /** @description URL that the payer's browser opens afterwards, for page and wap. */
            return_url?: string | null;
            /** @description Scene of the payment: app (the default), page, wap, jsapi, mini, h5, native. */
            scene?: string | null;
        };
        /** @description A recharge and its payment. */
        RechargeWithPayment: {
            /** @description The payment channel. */
            channel: string;
            /** @description When it was requested. */
            datetime: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description Its id.
             */
            id: number;
            /** @description The amount. */
            money: components["schemas"]["Yuan"];
            /** @description What the channel's client library needs, unless the recharge is paid. */
            payment?: unknown;
            /**
             * @description 0: pending, 1: succeeded, 2: failed.
             * @enum {integer}
             */
            status: 0 | 1 | 2;
        };
        /** @description The body of a request. */
        RefreshInput: {
            /** @description The refresh token of that token. */
            refresh_token: string;
            /** @description The current or expired token. */
            token: string;
        };
        /** @description The body of a request. */
        RegisterInput: {
            /**
             * Format: email
             * @description Mail address, which no account has.
             */
            email: string;
            /** @description Nickname. */
            nickname: string;
            /** @description At least 8 characters, not a common password. */
            password: string;
        };
        /** @description The body of a report, and of its reply. */
        Report: {
            /**
             * Format: int64
             * @description Id of what is reported.
             */
            id: number;
            /** @description What is reported. */
            kind: string;
            /** @description Why. */
            reason: string;
            /** @description Words of the reporter. */
            text: string;
        };
        /** @description The body of a request. */
        ReportInput: {
            /** @description Id of what is reported. */
            id: number | string;
            /**
             * @description What is reported.
             * @enum {unknown}
             */
            kind: "project" | "comment" | "topic" | "topic_comment" | "user";
            /**
             * @description Why.
             * @enum {unknown}
             */
            reason: "spam" | "abuse" | "porn" | "fraud" | "illegal" | "other";
            /** @description Words of the reporter. */
            text?: string | null;
        };
        /** @description A section as the API shows it. */
        Section: {
            /** @description Its description. */
            description: string;
            /**
             * Format: int64
             * @description Its id.
             */
            id: number;
            /**
             * Format: int64
             * @description Its position among the sections.
             */
            order: number;
            /**
             * Format: int64
             * @description Its project.
             */
            project: number;
            /**
             * @description 0: not begun, 1: under way, 2: done.
             * @enum {integer}
             */
            status: 0 | 1 | 2;
            /** @description Its title. */
            title: string;
        };
        /** @description The body of a request. */
        SectionChanges: {
            /** @description Its description. */
            description?: string;
            /** @description Its position among the sections. */
            order?: number | string;
            /** @description The project of the path; may be left out. */
            project?: number | string | null;
            /** @description 0: not begun, 1: under way, 2: done. */
            status?: number | string;
            /** @description Its title. */
            title?: string;
        };
        /** @description The body of a request. */
        SectionInput: {
            /** @description Its description. */
            description: string;
            /** @description Its position among the sections. */
            order: number | string;
            /** @description The project of the path; may be left out. */
            project?: number | string | null;
            /** @description 0: not begun, 1: under way, 2: done. */
            status: number | string;
            /** @description Its title. */
            title: string;
        };
        /** @description A support as its supporter sees it. */
        Support: {
            /** @description When it was ordered. */
            datetime: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description Its id.
             */
            id: number;
            /** @description Its price. */
            money: components["schemas"]["Yuan"];
            /**
             * Format: int64
             * @description Its package.
             */
            package: number;
            /** @description Whether it is paid. */
            paid: boolean;
            /**
             * Format: int64
             * @description Its project.
             */
            project: number;
            /**
             * @description 0: under way, 1: succeeded, 2: failed.
             * @enum {integer}
             */
            status: 0 | 1 | 2;
        };
        /** @description The body of a request. */
        SupportInput: {
            /** @description A package of the project. */
            package: number | string;
        };
        /** @description A support and its payment. */
        SupportWithPayment: {
            /** @description When it was ordered. */
            datetime: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description Its id.
             */
            id: number;
            /** @description Its price. */
            money: components["schemas"]["Yuan"];
            /**
             * Format: int64
             * @description Its package.
             */
            package: number;
            /** @description Whether it is paid. */
            paid: boolean;
            /** @description What the channel's client library needs, unless the support is paid. */
            payment?: unknown;
            /**
             * Format: int64
             * @description Its project.
             */
            project: number;
            /**
             * @description 0: under way, 1: succeeded, 2: failed.
             * @enum {integer}
             */
            status: 0 | 1 | 2;
        };
        /** @description A support with its project. */
        SupportedProject: {
            /** @description When it was ordered. */
            datetime: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description Id of the support.
             */
            id: number;
            /** @description Price of the support, in yuan. */
            money: components["schemas"]["Yuan"];
            /**
             * Format: int64
             * @description Id of a package.
             */
            package: number;
            /** @description The project. */
            project: components["schemas"]["Project"];
            /**
             * @description 0: under way, 1: succeeded, 2: failed.
             * @enum {integer}
             */
            status: 0 | 1 | 2;
        };
        /** @description A support as everybody sees it. */
        Supporter: {
            /** @description When it was ordered. */
            datetime: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description Id of a support.
             */
            id: number;
            /** @description Price of the support, in yuan. */
            money: components["schemas"]["Yuan"];
            /** @description Nickname of the supporter. */
            nickname: string;
            /**
             * Format: int64
             * @description Id of a package.
             */
            package: number;
            /**
             * Format: int64
             * @description Id of a project.
             */
            project: number;
            /**
             * @description 0: under way, 1: succeeded, 2: failed.
             * @enum {integer}
             */
            status: 0 | 1 | 2;
            /**
             * Format: int64
             * @description The supporter.
             */
            user: number;
        };
        /** @description One page of a list. */
        SupporterPage: {
            /**
             * Format: int64
             * @description Rows of the whole list.
             */
            count: number;
            /** @description Address of the next page; null on the last one. */
            next: string | null;
            /** @description Address of the page before; null on the first one. */
            previous: string | null;
            /** @description Rows of the page. */
            results: components["schemas"]["Supporter"][];
        };
        /** @description A task as the API shows it. */
        Task: {
            /** @description Its description. */
            content: string;
            /**
             * Format: int64
             * @description Its id.
             */
            id: number;
            /**
             * Format: int64
             * @description Its position among the section's tasks.
             */
            order: number;
            /**
             * Format: int64
             * @description Its project.
             */
            project: number;
            /**
             * Format: int64
             * @description Its section.
             */
            section: number;
            /**
             * @description 0: not begun, 1: under way, 2: done.
             * @enum {integer}
             */
            status: 0 | 1 | 2;
        };
        /** @description The body of a request. */
        TaskChanges: {
            /** @description Its description. */
            content?: string;
            /** @description Its position among the tasks of the section. */
            order?: number | string;
            /** @description The project of the path; may be left out. */
            project?: number | string | null;
            /** @description The section of the path; may be left out. */
            section?: number | string | null;
            /** @description 0: not begun, 1: under way, 2: done. */
            status?: number | string;
        };
        /** @description The body of a request. */
        TaskInput: {
            /** @description Its description. */
            content: string;
            /** @description Its position among the tasks of the section. */
            order: number | string;
            /** @description The project of the path; may be left out. */
            project?: number | string | null;
            /** @description The section of the path; may be left out. */
            section?: number | string | null;
            /** @description 0: not begun, 1: under way, 2: done. */
            status: number | string;
        };
        /** @description A pair of tokens, 40 hexadecimal digits each. */
        TokenPair: {
            /** @description Gets the next pair, once: 40 hexadecimal digits. */
            refresh_token: string;
            /** @description Token of the session: 40 hexadecimal digits. */
            token: string;
        };
        /** @description A topic as the API shows it. */
        Topic: {
            /** @description Its text. */
            content: string;
            /**
             * Format: int64
             * @description Its id.
             */
            id: number;
            /** @description When it was last changed. */
            modify_datetime: components["schemas"]["Moment"];
            /** @description When it was created. */
            post_datetime: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description Its project.
             */
            project: number;
            /** @description Its title. */
            title: string;
            /**
             * Format: int64
             * @description Its author.
             */
            user: number;
        };
        /** @description The body of a request. */
        TopicChanges: {
            /** @description Its text. */
            content?: string;
            /** @description Its title. */
            title?: string;
        };
        /** @description The body of a request. */
        TopicCommentChanges: {
            /** @description Its text. */
            content?: string;
            /** @description The comment that it answers. */
            parent?: number | string | null;
        };
        /** @description The body of a request. */
        TopicCommentInput: {
            /** @description Its text. */
            content: string;
            /** @description The comment that it answers. */
            parent?: number | string | null;
        };
        /** @description A comment with its answers. */
        TopicCommentTree: {
            /** @description Its answers, oldest first. */
            children: components["schemas"]["TopicCommentTree"][];
            /**
             * Format: int64
             * @description Number of comments below this one that are omitted because they are too many or too deep.
             */
            children_omitted?: number;
            /** @description Its text. */
            content: string;
            /** @description When it was written. */
            datetime: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description Id of a comment of a topic.
             */
            id: number;
            /**
             * Format: int64
             * @description The comment that it answers.
             */
            parent: number | null;
            /**
             * Format: int64
             * @description Id of a project.
             */
            project: number;
            /**
             * Format: int64
             * @description Id of a topic.
             */
            topic: number;
            /**
             * Format: int64
             * @description Its author.
             */
            user: number;
        };
        /** @description One page of a list. */
        TopicCommentTreePage: {
            /**
             * Format: int64
             * @description Rows of the whole list.
             */
            count: number;
            /** @description Address of the next page; null on the last one. */
            next: string | null;
            /** @description Address of the page before; null on the first one. */
            previous: string | null;
            /** @description Rows of the page. */
            results: components["schemas"]["TopicCommentTree"][];
        };
        /** @description The body of a request. */
        TopicInput: {
            /** @description Its text. */
            content: string;
            /** @description Its title. */
            title: string;
        };
        /** @description One page of a list. */
        TopicPage: {
            /**
             * Format: int64
             * @description Rows of the whole list.
             */
            count: number;
            /** @description Address of the next page; null on the last one. */
            next: string | null;
            /** @description Address of the page before; null on the first one. */
            previous: string | null;
            /** @description Rows of the page. */
            results: components["schemas"]["Topic"][];
        };
        /** @description A change of a user's balance. */
        Trade: {
            /** @description The balance after it. */
            balance: components["schemas"]["Yuan"];
            /** @description When it was made. */
            datetime: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description Its id.
             */
            id: number;
            /** @description The amount; negative when the balance decreases. */
            money: components["schemas"]["Yuan"];
            /** @description What it belongs to, such as `support:7`. */
            reference: string;
            /** @description Its kind, such as `recharge` or `support back`. */
            type: string;
        };
        /** @description One page of a list. */
        TradePage: {
            /**
             * Format: int64
             * @description Rows of the whole list.
             */
            count: number;
            /** @description Address of the next page; null on the last one. */
            next: string | null;
            /** @description Address of the page before; null on the first one. */
            previous: string | null;
            /** @description Rows of the page. */
            results: components["schemas"]["Trade"][];
        };
        /** @description Money that a user takes out of the balance. */
        Withdrawal: {
            /** @description When it was requested. */
            datetime: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description Its id.
             */
            id: number;
            /** @description The amount. */
            money: components["schemas"]["Yuan"];
            /**
             * @description 0: waits for an operator, 1: paid out, 2: refused.
             * @enum {integer}
             */
            status: 0 | 1 | 2;
        };
        /** @description The body of a request. */
        WithdrawalInput: {
            /** @description The amount, in yuan. */
            money: number | string;
        };
        /** @description One page of a list. */
        WithdrawalPage: {
            /**
             * Format: int64
             * @description Rows of the whole list.
             */
            count: number;
            /** @description Address of the next page; null on the last one. */
            next: string | null;
            /** @description Address of the page before; null on the first one. */
            previous: string | null;
            /** @description Rows of the page. */
            results: components["schemas"]["Withdrawal"][];
        };
        /** @description An amount of money in yuan, with at most two decimals. */
        Yuan: number & {
            readonly unit: "yuan";
        };
    };
    responses: {
        /**
         * @description The request is invalid.
         *
         *     - `10000` Invalid data: A value is invalid.
         *     - `10001` Required data: A required field is missing or blank.
         *     - `10002` Inactive user: The account is not activated.
         *     - `10003` Incorrect email or password: Mail address and password do not match.
         *     - `10004` Invalid token: The token is unknown; 401 when it came in the header.
         *     - `10005` Invalid refresh token: The refresh token is unknown, used or expired.
         *     - `10006` Validation Failed: Fields are wrong; `errors` lists them.
         *     - `10011` Malformed request.: The body cannot be read.
         *     - `10024` Invalid ID: The province or city does not exist.
         *     - `10025` Invalid type: Reserved.
         *     - `10026` Permission denied when checking project id: The project belongs to another user.
         *     - `10027` Invalid image ID: The image does not exist.
         *     - `10028` Invalid image type: The image has another type.
         *     - `10029` Invalid image user (no user): The image has no owner.
         *     - `10030` Invalid image user (other user): The image belongs to another user.
         *     - `10031` Already attention: Reserved.
         *     - `10032` Already inattention: Reserved.
         *     - `10033` Error comment type, you are not authenticated: A normal comment requires a login.
         *     - `10034` Already associated: The thing is in use and cannot be deleted.
         *     - `10035` Package is full: All places of the package are taken. Not documented.
         *     - `10036` Payment failed: The payment was declined; the support can be paid again. Not documented.
         *     - `10037` Project is not under way: The project is not under way. Not documented.
         *     - `10041` Invalid idempotency key: The idempotency key is not 1 to 255 visible ASCII characters. Not documented.
         *     - `10044` Image was taken down: The operators have taken the file down. Not documented.
         */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"];
            };
        };
        /**
         * @description The caller has no permission.
         *
         *     - `10014` You do not have permission to perform this action.: The caller has no permission.
         *     - `10023` Permission denied: Reserved.
         */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"];
            };
        };
        /**
         * @description The first request with the key is running.
         *
         *     - `10042` A request with this idempotency key is running: The first request with the key is still running. Not documented.
         */
        KeyInUse: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"];
            };
        };
        /**
         * @description The key was used for another request.
         *
         *     - `10043` Idempotency key was used for another request: The key was used for another request or other parameters. Not documented.
         */
        KeyReused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"];
            };
        };
        /**
         * @description The client does not accept the media type.
         *
         *     - `10022` Could not satisfy the request's Accept header: The client does not accept the media type.
         */
        NotAcceptable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"];
            };
        };
        /**
         * @description The thing does not exist.
         *
         *     - `10015` Not found: The thing does not exist.
         */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"];
            };
        };
        /**
         * @description The server is overloaded.
         *
         *     - `10039` Server is busy: The server is overloaded. Not documented.
         */
        Overloaded: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"];
            };
        };
        /**
         * @description Too many requests.
         *
         *     - `10038` Request was throttled.: The rate limit is exceeded. Not documented.
         */
        TooManyRequests: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"];
            };
        };
        /**
         * @description The credentials are missing or invalid.
         *
         *     - `10007` Invalid token header. No credentials provided.: The header is `Authorization: Token` without a token.
         *     - `10008` Invalid token header. Token string should not contain spaces.: The header has more than one token.
         *     - `10009` User inactive or deleted: The token's user is banned or deleted.
         *     - `10010` Token has expired: The token has expired and can be refreshed.
         *     - `10012` Incorrect authentication credentials.: Reserved.
         *     - `10013` Authentication credentials were not provided.: A login is required.
         *     - `10004` Invalid token: The token is unknown; 401 when it came in the header.
         */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type AccountErasureInput = components['schemas']['AccountErasureInput'];
export type ActivateInput = components['schemas']['ActivateInput'];
export type AttendedProject = components['schemas']['AttendedProject'];
export type Balance = components['schemas']['Balance'];
export type BalanceInfo = components['schemas']['BalanceInfo'];
export type Category = components['schemas']['Category'];
export type ChangePasswordInput = components['schemas']['ChangePasswordInput'];
export type CommentChanges = components['schemas']['CommentChanges'];
export type CommentInput = components['schemas']['CommentInput'];
export type CommentTree = components['schemas']['CommentTree'];
export type CommentTreePage = components['schemas']['CommentTreePage'];
export type DetailInfo = components['schemas']['DetailInfo'];
export type Failure = components['schemas']['Failure'];
export type Feedback = components['schemas']['Feedback'];
export type FeedbackChanges = components['schemas']['FeedbackChanges'];
export type FeedbackInput = components['schemas']['FeedbackInput'];
export type FundInfo = components['schemas']['FundInfo'];
export type Image = components['schemas']['Image'];
export type ImageChanges = components['schemas']['ImageChanges'];
export type ImageInput = components['schemas']['ImageInput'];
export type Location = components['schemas']['Location'];
export type LoginInput = components['schemas']['LoginInput'];
export type Moment = components['schemas']['Moment'];
export type NewAccount = components['schemas']['NewAccount'];
export type OwnProfile = components['schemas']['OwnProfile'];
export type Package = components['schemas']['Package'];
export type PackageChanges = components['schemas']['PackageChanges'];
export type PackageInput = components['schemas']['PackageInput'];
export type PasswordPageInput = components['schemas']['PasswordPageInput'];
export type PasswordResetConfirmInput = components['schemas']['PasswordResetConfirmInput'];
export type PasswordResetInput = components['schemas']['PasswordResetInput'];
export type PaymentInput = components['schemas']['PaymentInput'];
export type PaymentState = components['schemas']['PaymentState'];
export type PersonalInformation = components['schemas']['PersonalInformation'];
export type ProfileChanges = components['schemas']['ProfileChanges'];
export type ProfileInput = components['schemas']['ProfileInput'];
export type Project = components['schemas']['Project'];
export type ProjectChanges = components['schemas']['ProjectChanges'];
export type ProjectInfo = components['schemas']['ProjectInfo'];
export type ProjectInput = components['schemas']['ProjectInput'];
export type ProjectPage = components['schemas']['ProjectPage'];
export type PublicDetail = components['schemas']['PublicDetail'];
export type PublicProfile = components['schemas']['PublicProfile'];
export type QuestionInfo = components['schemas']['QuestionInfo'];
export type Recharge = components['schemas']['Recharge'];
export type RechargeInput = components['schemas']['RechargeInput'];
export type RechargeWithPayment = components['schemas']['RechargeWithPayment'];
export type RefreshInput = components['schemas']['RefreshInput'];
export type RegisterInput = components['schemas']['RegisterInput'];
export type Report = components['schemas']['Report'];
export type ReportInput = components['schemas']['ReportInput'];
export type Section = components['schemas']['Section'];
export type SectionChanges = components['schemas']['SectionChanges'];
export type SectionInput = components['schemas']['SectionInput'];
export type Support = components['schemas']['Support'];
export type SupportInput = components['schemas']['SupportInput'];
export type SupportWithPayment = components['schemas']['SupportWithPayment'];
export type SupportedProject = components['schemas']['SupportedProject'];
export type Supporter = components['schemas']['Supporter'];
export type SupporterPage = components['schemas']['SupporterPage'];
export type Task = components['schemas']['Task'];
export type TaskChanges = components['schemas']['TaskChanges'];
export type TaskInput = components['schemas']['TaskInput'];
export type TokenPair = components['schemas']['TokenPair'];
export type Topic = components['schemas']['Topic'];
export type TopicChanges = components['schemas']['TopicChanges'];
export type TopicCommentChanges = components['schemas']['TopicCommentChanges'];
export type TopicCommentInput = components['schemas']['TopicCommentInput'];
export type TopicCommentTree = components['schemas']['TopicCommentTree'];
export type TopicCommentTreePage = components['schemas']['TopicCommentTreePage'];
export type TopicInput = components['schemas']['TopicInput'];
export type TopicPage = components['schemas']['TopicPage'];
export type Trade = components['schemas']['Trade'];
export type TradePage = components['schemas']['TradePage'];
export type Withdrawal = components['schemas']['Withdrawal'];
export type WithdrawalInput = components['schemas']['WithdrawalInput'];
export type WithdrawalPage = components['schemas']['WithdrawalPage'];
export type Yuan = components['schemas']['Yuan'];
export type ResponseBadRequest = components['responses']['BadRequest'];
export type ResponseForbidden = components['responses']['Forbidden'];
export type ResponseKeyInUse = components['responses']['KeyInUse'];
export type ResponseKeyReused = components['responses']['KeyReused'];
export type ResponseNotAcceptable = components['responses']['NotAcceptable'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ResponseOverloaded = components['responses']['Overloaded'];
export type ResponseTooManyRequests = components['responses']['TooManyRequests'];
export type ResponseUnauthorized = components['responses']['Unauthorized'];
export type $defs = Record<string, never>;
export interface operations {
    openActivationLink: {
        parameters: {
            query?: {
                /** @description Token of the mail. */
                token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    activateAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivateInput"];
                "application/x-www-form-urlencoded": components["schemas"]["ActivateInput"];
                "multipart/form-data": components["schemas"]["ActivateInput"];
            };
        };
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordInput"];
                "application/x-www-form-urlencoded": components["schemas"]["ChangePasswordInput"];
                "multipart/form-data": components["schemas"]["ChangePasswordInput"];
            };
        };
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    requestPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordResetInput"];
                "application/x-www-form-urlencoded": components["schemas"]["PasswordResetInput"];
                "multipart/form-data": components["schemas"]["PasswordResetInput"];
            };
        };
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    confirmPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordResetConfirmInput"];
                "application/x-www-form-urlencoded": components["schemas"]["PasswordResetConfirmInput"];
                "multipart/form-data": components["schemas"]["PasswordResetConfirmInput"];
            };
        };
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    showPasswordResetPage: {
        parameters: {
            query?: {
                /** @description Token of the mail. */
                token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    submitPasswordResetPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PasswordPageInput"];
                "application/x-www-form-urlencoded": components["schemas"]["PasswordPageInput"];
                "multipart/form-data": components["schemas"]["PasswordPageInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    registerAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterInput"];
                "application/x-www-form-urlencoded": components["schemas"]["RegisterInput"];
                "multipart/form-data": components["schemas"]["RegisterInput"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewAccount"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    getMyProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnProfile"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    replaceMyProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileInput"];
                "application/x-www-form-urlencoded": components["schemas"]["ProfileInput"];
                "multipart/form-data": components["schemas"]["ProfileInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnProfile"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    postMyProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ProfileChanges"];
                "application/x-www-form-urlencoded": components["schemas"]["ProfileChanges"];
                "multipart/form-data": components["schemas"]["ProfileChanges"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnProfile"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    deleteMyAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountErasureInput"];
                "application/x-www-form-urlencoded": components["schemas"]["AccountErasureInput"];
                "multipart/form-data": components["schemas"]["AccountErasureInput"];
            };
        };
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    updateMyProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ProfileChanges"];
                "application/x-www-form-urlencoded": components["schemas"]["ProfileChanges"];
                "multipart/form-data": components["schemas"]["ProfileChanges"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnProfile"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    getMyBalance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balance"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    exportMyData: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    listMyProjects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    listMyAttentions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttendedProject"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    listMySupports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupportedProject"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    createRecharge: {
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
                "application/json": components["schemas"]["RechargeInput"];
                "application/x-www-form-urlencoded": components["schemas"]["RechargeInput"];
                "multipart/form-data": components["schemas"]["RechargeInput"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RechargeWithPayment"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["KeyInUse"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    getRecharge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the recharge. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recharge"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    listMyTrades: {
        parameters: {
            query?: {
                /** @description Number of the page, from 1. */
                page?: number;
                /** @description Rows of a page. */
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradePage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    listMyWithdrawals: {
        parameters: {
            query?: {
                /** @description Number of the page, from 1. */
                page?: number;
                /** @description Rows of a page. */
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithdrawalPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    createWithdrawal: {
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
                "application/json": components["schemas"]["WithdrawalInput"];
                "application/x-www-form-urlencoded": components["schemas"]["WithdrawalInput"];
                "multipart/form-data": components["schemas"]["WithdrawalInput"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["KeyInUse"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the user. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicProfile"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    listCategories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Category"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    createFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedbackInput"];
                "application/x-www-form-urlencoded": components["schemas"]["FeedbackInput"];
                "multipart/form-data": components["schemas"]["FeedbackInput"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feedback"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    getFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the feedback. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feedback"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    replaceFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the feedback. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedbackInput"];
                "application/x-www-form-urlencoded": components["schemas"]["FeedbackInput"];
                "multipart/form-data": components["schemas"]["FeedbackInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feedback"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    deleteFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the feedback. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    updateFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the feedback. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FeedbackChanges"];
                "application/x-www-form-urlencoded": components["schemas"]["FeedbackChanges"];
                "multipart/form-data": components["schemas"]["FeedbackChanges"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feedback"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    createPackage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PackageInput"];
                "application/x-www-form-urlencoded": components["schemas"]["PackageInput"];
                "multipart/form-data": components["schemas"]["PackageInput"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Package"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    getPackage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the package. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Package"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    replacePackage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the package. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PackageInput"];
                "application/x-www-form-urlencoded": components["schemas"]["PackageInput"];
                "multipart/form-data": components["schemas"]["PackageInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Package"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    deletePackage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the package. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    updatePackage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the package. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PackageChanges"];
                "application/x-www-form-urlencoded": components["schemas"]["PackageChanges"];
                "multipart/form-data": components["schemas"]["PackageChanges"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Package"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    listProjects: {
        parameters: {
            query?: {
                /** @description Number of the page, from 1. */
                page?: number;
                /** @description Rows of a page. */
                page_size?: number;
                /** @description 项目 ID. Id of the project. */
                id?: number;
                /** @description 项目发起人 ID. Owner of the projects. */
                user?: number;
                /** @description 项目地理位置 ID. Location of the projects. */
                location?: number;
                /** @description 项目分类 ID. Category of the projects. */
                category?: number;
                /** @description 项目状态. 0: draft, 1: waits for review, 2: rejected, 3: under way, 4: succeeded, 5: ended, 6: stagnant. */
                status?: number;
                /** @description The exact name. */
                name?: string;
                /** @description 搜索内容(仅搜索项目名称). Part of the name. */
                search?: string;
                /** @description `post_datetime`, `name`, `attention_count`, `id`; `-` before a column descends. */
                ordering?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    createProject: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectInput"];
                "application/x-www-form-urlencoded": components["schemas"]["ProjectInput"];
                "multipart/form-data": components["schemas"]["ProjectInput"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    getComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the comment. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentTree"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    replaceComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the comment. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentInput"];
                "application/x-www-form-urlencoded": components["schemas"]["CommentInput"];
                "multipart/form-data": components["schemas"]["CommentInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentTree"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    deleteComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the comment. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    updateComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the comment. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CommentChanges"];
                "application/x-www-form-urlencoded": components["schemas"]["CommentChanges"];
                "multipart/form-data": components["schemas"]["CommentChanges"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentTree"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    getTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    replaceTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskInput"];
                "application/x-www-form-urlencoded": components["schemas"]["TaskInput"];
                "multipart/form-data": components["schemas"]["TaskInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    deleteTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    updateTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TaskChanges"];
                "application/x-www-form-urlencoded": components["schemas"]["TaskChanges"];
                "multipart/form-data": components["schemas"]["TaskChanges"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    getSection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the section. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Section"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    replaceSection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the section. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SectionInput"];
                "application/x-www-form-urlencoded": components["schemas"]["SectionInput"];
                "multipart/form-data": components["schemas"]["SectionInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Section"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    deleteSection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the section. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    updateSection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the section. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SectionChanges"];
                "application/x-www-form-urlencoded": components["schemas"]["SectionChanges"];
                "multipart/form-data": components["schemas"]["SectionChanges"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Section"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    listSectionTasks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the section. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    createTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the section. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskInput"];
                "application/x-www-form-urlencoded": components["schemas"]["TaskInput"];
                "multipart/form-data": components["schemas"]["TaskInput"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    getTopicComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the comment. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopicCommentTree"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    replaceTopicComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the comment. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TopicCommentInput"];
                "application/x-www-form-urlencoded": components["schemas"]["TopicCommentInput"];
                "multipart/form-data": components["schemas"]["TopicCommentInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopicCommentTree"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    deleteTopicComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the comment. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    updateTopicComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the comment. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TopicCommentChanges"];
                "application/x-www-form-urlencoded": components["schemas"]["TopicCommentChanges"];
                "multipart/form-data": components["schemas"]["TopicCommentChanges"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopicCommentTree"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    getTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the topic. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Topic"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    replaceTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the topic. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TopicInput"];
                "application/x-www-form-urlencoded": components["schemas"]["TopicInput"];
                "multipart/form-data": components["schemas"]["TopicInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Topic"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    deleteTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the topic. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    updateTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the topic. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TopicChanges"];
                "application/x-www-form-urlencoded": components["schemas"]["TopicChanges"];
                "multipart/form-data": components["schemas"]["TopicChanges"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Topic"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    listTopicComments: {
        parameters: {
            query?: {
                /** @description Number of the page, from 1. */
                page?: number;
                /** @description Rows of a page. */
                page_size?: number;
            };
            header?: never;
            path: {
                /** @description Id of the topic. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopicCommentTreePage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    createTopicComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the topic. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TopicCommentInput"];
                "application/x-www-form-urlencoded": components["schemas"]["TopicCommentInput"];
                "multipart/form-data": components["schemas"]["TopicCommentInput"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopicCommentTree"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    getProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    replaceProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectInput"];
                "application/x-www-form-urlencoded": components["schemas"]["ProjectInput"];
                "multipart/form-data": components["schemas"]["ProjectInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    deleteProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    updateProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ProjectChanges"];
                "application/x-www-form-urlencoded": components["schemas"]["ProjectChanges"];
                "multipart/form-data": components["schemas"]["ProjectChanges"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    getProjectAttention: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    followProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    unfollowProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    listProjectComments: {
        parameters: {
            query?: {
                /** @description Number of the page, from 1. */
                page?: number;
                /** @description Rows of a page. */
                page_size?: number;
            };
            header?: never;
            path: {
                /** @description Id of the project. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentTreePage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    createComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentInput"];
                "application/x-www-form-urlencoded": components["schemas"]["CommentInput"];
                "multipart/form-data": components["schemas"]["CommentInput"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentTree"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    submitProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    listProjectSections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Section"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    createSection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SectionInput"];
                "application/x-www-form-urlencoded": components["schemas"]["SectionInput"];
                "multipart/form-data": components["schemas"]["SectionInput"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Section"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    listProjectSupporters: {
        parameters: {
            query?: {
                /** @description Number of the page, from 1. */
                page?: number;
                /** @description Rows of a page. */
                page_size?: number;
            };
            header?: never;
            path: {
                /** @description Id of the project. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupporterPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    supportProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description The call happens once for each key of the caller's, and its answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the project. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupportInput"];
                "application/x-www-form-urlencoded": components["schemas"]["SupportInput"];
                "multipart/form-data": components["schemas"]["SupportInput"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Support"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["KeyInUse"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    withdrawSupport: {
        parameters: {
            query?: never;
            header?: {
                /** @description The call happens once for each key of the caller's, and its answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the project. */
                id: number;
                /** @description Id of the support. */
                sid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["KeyInUse"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    getSupportPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
                id: number;
                /** @description Id of the support. */
                sid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    paySupport: {
        parameters: {
            query?: never;
            header?: {
                /** @description The call happens once for each key of the caller's, and its answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the project. */
                id: number;
                /** @description Id of the support. */
                sid: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PaymentInput"];
                "application/x-www-form-urlencoded": components["schemas"]["PaymentInput"];
                "multipart/form-data": components["schemas"]["PaymentInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupportWithPayment"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["KeyInUse"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    listProjectTopics: {
        parameters: {
            query?: {
                /** @description Number of the page, from 1. */
                page?: number;
                /** @description Rows of a page. */
                page_size?: number;
            };
            header?: never;
            path: {
                /** @description Id of the project. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopicPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    createTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TopicInput"];
                "application/x-www-form-urlencoded": components["schemas"]["TopicInput"];
                "multipart/form-data": components["schemas"]["TopicInput"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Topic"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    uploadImage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ImageInput"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    getImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the image. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    replaceImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the image. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ImageInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    deleteImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the image. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    updateImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the image. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": components["schemas"]["ImageChanges"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    listCities: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the province. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Location"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    listDistricts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the city. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Location"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    listProvinces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Location"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    createReport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportInput"];
                "application/x-www-form-urlencoded": components["schemas"]["ReportInput"];
                "multipart/form-data": components["schemas"]["ReportInput"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginInput"];
                "application/x-www-form-urlencoded": components["schemas"]["LoginInput"];
                "multipart/form-data": components["schemas"]["LoginInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
    refreshToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshInput"];
                "application/x-www-form-urlencoded": components["schemas"]["RefreshInput"];
                "multipart/form-data": components["schemas"]["RefreshInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Overloaded"];
        };
    };
}

/** Verb and path of each operation. */
export const routes = {
  openActivationLink: ["GET", "/api/accounts/activate/"],
  activateAccount: ["POST", "/api/accounts/activate/"],
  changePassword: ["POST", "/api/accounts/password/change/"],
  requestPasswordReset: ["POST", "/api/accounts/password/reset/"],
  confirmPasswordReset: ["POST", "/api/accounts/password/reset/confirm/"],
  showPasswordResetPage: ["GET", "/api/accounts/password/reset/page/"],
  submitPasswordResetPage: ["POST", "/api/accounts/password/reset/page/"],
  registerAccount: ["POST", "/api/accounts/register/"],
  deleteMyAccount: ["DELETE", "/api/accounts/user/"],
  getMyProfile: ["GET", "/api/accounts/user/"],
  updateMyProfile: ["PATCH", "/api/accounts/user/"],
  postMyProfile: ["POST", "/api/accounts/user/"],
  replaceMyProfile: ["PUT", "/api/accounts/user/"],
  getMyBalance: ["GET", "/api/accounts/user/balance/"],
  exportMyData: ["GET", "/api/accounts/user/export/"],
  listMyProjects: ["GET", "/api/accounts/user/project/"],
  listMyAttentions: ["GET", "/api/accounts/user/project/attention/"],
  listMySupports: ["GET", "/api/accounts/user/project/support/"],
  createRecharge: ["POST", "/api/accounts/user/recharge/"],
  getRecharge: ["GET", "/api/accounts/user/recharge/{id}/"],
  listMyTrades: ["GET", "/api/accounts/user/trades/"],
  listMyWithdrawals: ["GET", "/api/accounts/user/withdraw/"],
  createWithdrawal: ["POST", "/api/accounts/user/withdraw/"],
  getUser: ["GET", "/api/accounts/user/{id}/"],
  listCategories: ["GET", "/api/crowdfunding/category/"],
  createFeedback: ["POST", "/api/crowdfunding/feedback/"],
  deleteFeedback: ["DELETE", "/api/crowdfunding/feedback/{id}/"],
  getFeedback: ["GET", "/api/crowdfunding/feedback/{id}/"],
  updateFeedback: ["PATCH", "/api/crowdfunding/feedback/{id}/"],
  replaceFeedback: ["PUT", "/api/crowdfunding/feedback/{id}/"],
  createPackage: ["POST", "/api/crowdfunding/package/"],
  deletePackage: ["DELETE", "/api/crowdfunding/package/{id}/"],
  getPackage: ["GET", "/api/crowdfunding/package/{id}/"],
  updatePackage: ["PATCH", "/api/crowdfunding/package/{id}/"],
  replacePackage: ["PUT", "/api/crowdfunding/package/{id}/"],
  listProjects: ["GET", "/api/crowdfunding/project/"],
  createProject: ["POST", "/api/crowdfunding/project/"],
  deleteComment: ["DELETE", "/api/crowdfunding/project/comment/{id}/"],
  getComment: ["GET", "/api/crowdfunding/project/comment/{id}/"],
  updateComment: ["PATCH", "/api/crowdfunding/project/comment/{id}/"],
  replaceComment: ["PUT", "/api/crowdfunding/project/comment/{id}/"],
  deleteTask: ["DELETE", "/api/crowdfunding/project/section/task/{id}/"],
  getTask: ["GET", "/api/crowdfunding/project/section/task/{id}/"],
  updateTask: ["PATCH", "/api/crowdfunding/project/section/task/{id}/"],
  replaceTask: ["PUT", "/api/crowdfunding/project/section/task/{id}/"],
  deleteSection: ["DELETE", "/api/crowdfunding/project/section/{id}/"],
  getSection: ["GET", "/api/crowdfunding/project/section/{id}/"],
  updateSection: ["PATCH", "/api/crowdfunding/project/section/{id}/"],
  replaceSection: ["PUT", "/api/crowdfunding/project/section/{id}/"],
  listSectionTasks: ["GET", "/api/crowdfunding/project/section/{id}/task/"],
  createTask: ["POST", "/api/crowdfunding/project/section/{id}/task/"],
  deleteTopicComment: ["DELETE", "/api/crowdfunding/project/topic/comment/{id}/"],
  getTopicComment: ["GET", "/api/crowdfunding/project/topic/comment/{id}/"],
  updateTopicComment: ["PATCH", "/api/crowdfunding/project/topic/comment/{id}/"],
  replaceTopicComment: ["PUT", "/api/crowdfunding/project/topic/comment/{id}/"],
  deleteTopic: ["DELETE", "/api/crowdfunding/project/topic/{id}/"],
  getTopic: ["GET", "/api/crowdfunding/project/topic/{id}/"],
  updateTopic: ["PATCH", "/api/crowdfunding/project/topic/{id}/"],
  replaceTopic: ["PUT", "/api/crowdfunding/project/topic/{id}/"],
  listTopicComments: ["GET", "/api/crowdfunding/project/topic/{id}/comment/"],
  createTopicComment: ["POST", "/api/crowdfunding/project/topic/{id}/comment/"],
  deleteProject: ["DELETE", "/api/crowdfunding/project/{id}/"],
  getProject: ["GET", "/api/crowdfunding/project/{id}/"],
  updateProject: ["PATCH", "/api/crowdfunding/project/{id}/"],
  replaceProject: ["PUT", "/api/crowdfunding/project/{id}/"],
  unfollowProject: ["DELETE", "/api/crowdfunding/project/{id}/attention/"],
  getProjectAttention: ["GET", "/api/crowdfunding/project/{id}/attention/"],
  followProject: ["PUT", "/api/crowdfunding/project/{id}/attention/"],
  listProjectComments: ["GET", "/api/crowdfunding/project/{id}/comment/"],
  createComment: ["POST", "/api/crowdfunding/project/{id}/comment/"],
  submitProject: ["PUT", "/api/crowdfunding/project/{id}/save/"],
  listProjectSections: ["GET", "/api/crowdfunding/project/{id}/section/"],
  createSection: ["POST", "/api/crowdfunding/project/{id}/section/"],
  listProjectSupporters: ["GET", "/api/crowdfunding/project/{id}/support/"],
  supportProject: ["POST", "/api/crowdfunding/project/{id}/support/"],
  withdrawSupport: ["DELETE", "/api/crowdfunding/project/{id}/support/{sid}/"],
  getSupportPayment: ["GET", "/api/crowdfunding/project/{id}/support/{sid}/pay/"],
  paySupport: ["POST", "/api/crowdfunding/project/{id}/support/{sid}/pay/"],
  listProjectTopics: ["GET", "/api/crowdfunding/project/{id}/topic/"],
  createTopic: ["POST", "/api/crowdfunding/project/{id}/topic/"],
  uploadImage: ["POST", "/api/image/"],
  deleteImage: ["DELETE", "/api/image/{id}/"],
  getImage: ["GET", "/api/image/{id}/"],
  updateImage: ["PATCH", "/api/image/{id}/"],
  replaceImage: ["PUT", "/api/image/{id}/"],
  listCities: ["GET", "/api/location/city/{id}/"],
  listDistricts: ["GET", "/api/location/country/{id}/"],
  listProvinces: ["GET", "/api/location/province/"],
  createReport: ["POST", "/api/report/"],
  signIn: ["POST", "/api/token/get/"],
  refreshToken: ["POST", "/api/token/refresh/"],
} as const;
