-- One call per request: of the Crowdfunding API in the scenarios `funding_…`, otherwise of the
-- Community API. Arguments: scenario, file of tokens (one a line, one is chosen at random for each
-- call), first article, number of articles, first project, number of projects, seed, first and last
-- ticket of this interval, step from one ticket to the next.
refused = 0
local name, tokens = "", {}
local first_article, articles, first_project, projects = 1, 1, 1, 1
local first_ticket, tickets, step, taken = 1, 1, 1, 0
-- Pending orders of this thread.
local unpaid = {}

function init(args)
   name = args[1]
   for token in io.lines(args[2]) do tokens[#tokens + 1] = token end
   first_article, articles = tonumber(args[3]), tonumber(args[4])
   first_project, projects = tonumber(args[5]), tonumber(args[6])
   math.randomseed(tonumber(args[7]) + thread_number * 7919)
   first_ticket, step = tonumber(args[8]), tonumber(args[10])
   tickets = tonumber(args[9]) - first_ticket + 1
   -- Each of the two threads takes every other ticket, for one buyer of its own.
   taken = thread_number
   if name == "order" then tokens = { tokens[thread_number + 1] } end
end

local function page(token, offset)
   return "article_list", '{"token":"' .. token .. '","limit":20,"offset":' .. offset .. '}'
end

local function like(token)
   local article = first_article + math.random(0, articles - 1)
   return "article_like", '{"token":"' .. token .. '","article_id":' .. article .. '}'
end

local bodies = {
   article_list_first = function(token) return page(token, 0) end,
   article_list_random = function(token) return page(token, math.random(0, 1000)) end,
   article_list_deep = function(token) return page(token, math.random(9000, 10000)) end,
   article_like = like,
   mixed = function(token)
      if math.random(10) == 1 then return like(token) end
      return page(token, 0)
   end,
   order = function(token)
      local id = table.remove(unpaid)
      if id then return "order_pay", '{"token":"' .. token .. '","order_id":' .. id .. '}' end
      local ticket = first_ticket + (taken * step) % tickets
      taken = taken + 2
      return "order_create", '{"token":"' .. token .. '","ticket_id_list":[' .. ticket .. ']}'
   end,
   user_login = function()
      local phone = string.format("138%08d", math.random(1, 30))
      return "user_login", '{"country":"86","phone":"' .. phone .. '","password":"miaohui-demo"}'
   end,
}

local function first_page(token)
   return name, '{"token":"' .. token .. '","limit":20,"offset":0}'
end

local list = "/api/crowdfunding/project/"
local funding = {
   funding_list = function() return list end,
   funding_search = function() return list .. "?search=%E4%BD%9B%E8%B7%B3%E5%A2%99" end,
   funding_pages = function() return list .. "?ordering=-id&page=" .. math.random(1, 20) end,
   funding_one = function() return list .. (first_project + math.random(0, projects - 1)) .. "/" end,
}

function request()
   local token = tokens[math.random(#tokens)]
   if funding[name] then
      return wrk.format("GET", funding[name](), { ["Authorization"] = "Token " .. token })
   end
   local method, body = (bodies[name] or first_page)(token)
   return wrk.format("POST", "/community/" .. method, { ["Content-Type"] = "application/json" }, body)
end

-- Counts replies that are not a success.
function response(status, headers, body)
   local fine = status == 200 and (funding[name] or string.sub(body, -9) == '"code":0}')
   if not fine then refused = refused + 1 end
   if name == "order" then unpaid[#unpaid + 1] = string.match(body, '"order_id":(%d+)') end
end

local threads = {}
function setup(thread)
   thread:set("thread_number", #threads)
   threads[#threads + 1] = thread
end

function done(summary, latency)
   local all = 0
   for _, thread in ipairs(threads) do all = all + thread:get("refused") end
   local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
   io.write(string.format(
      '\nRESULT {"requests":%d,"seconds":%f,"p50_us":%d,"p99_us":%d,"refused":%d,"failed":%d}\n',
      summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99), all, failed))
end
