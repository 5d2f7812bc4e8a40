-- Each connection likes and unlikes one article as another user.
local number = 0
local threads = 0

function setup(thread)
  thread:set("first", threads)
  threads = threads + 1
end

-- The argument is the number of the server: no user calls two of them.
function init(arguments)
  first = first + 2 * tonumber(arguments[1])
end

function request()
  number = number + 1
  local user = first * 5000 + (number - 1) % 5000
  local method = math.floor((number - 1) / 5000) % 2 == 0 and "article_like" or "article_unlike"
  local body = string.format('{"token":"%032x","article_id":1}', user)
  return wrk.format("POST", "/community/" .. method, nil, body)
end

local failed = 0

function response(status, headers, body)
  if status ~= 200 or not body:find('"code":0', 1, true) then
    failed = failed + 1
    if failed == 1 then
      io.stderr:write(body .. "\n")
    end
  end
end
