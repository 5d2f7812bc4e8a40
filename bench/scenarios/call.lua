-- One call of the Community API per request. Arguments: scenario, tokens (comma-separated, one is taken at random),
-- number of articles, seed.
refused = 0
local name, articles, tokens = "", 1, {}

function init(args)
   name, articles = args[1], tonumber(args[3])
   for token in string.gmatch(args[2], "[^,]+") do tokens[#tokens + 1] = token end
   math.randomseed(tonumber(args[4]) + seed_offset)
end

local bodies = {
   article_list_first = function(token)
      return "article_list", '{"token":"' .. token .. '","limit":20,"offset":0}'
   end,
   article_list_random = function(token)
      return "article_list", '{"token":"' .. token .. '","limit":20,"offset":' .. math.random(0, 1000) .. '}'
   end,
   article_like = function(token)
      local method = math.random(2) == 1 and "article_like" or "article_unlike"
      return method, '{"token":"' .. token .. '","article_id":' .. math.random(1, articles) .. '}'
   end,
   user_login = function()
      local phone = string.format("138%08d", math.random(1, 30))
      return "user_login", '{"country":"86","phone":"' .. phone .. '","password":"miaohui-demo"}'
   end,
}

function request()
   local method, body = bodies[name](tokens[math.random(#tokens)])
   return wrk.format("POST", "/community/" .. method, { ["Content-Type"] = "application/json" }, body)
end

-- A fast refusal is not a fast answer: whatever is not a success is counted and told.
function response(status, headers, body)
   if status ~= 200 or string.sub(body, -9) ~= '"code":0}' then refused = refused + 1 end
end

local threads = {}
function setup(thread)
   thread:set("seed_offset", #threads * 7919)
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
