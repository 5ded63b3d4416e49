-- nvim --headless -u NONE -c 'luafile neovim_test.lua': Neovim 0.7 as a client, which is pushed to and watches nothing.
-- The environment names the program (KREPIS) and a copy of examples/hybrid-shop that may be spoilt (SHOP).
local shop = os.getenv('SHOP')

local function finish(failure)
  io.stdout:write((failure and ('FAILED: ' .. failure) or 'all passed') .. '\n')
  vim.cmd(failure and 'cquit 1' or 'qall!')
end

local function check(condition, what)
  if not condition then finish(what) error(what) end
end

local function main()
  local cart = shop .. '/apps/shop/src/cart.ts'
  vim.cmd('edit ' .. cart)
  local buffer = vim.api.nvim_get_current_buf()
  local client = vim.lsp.start_client({ name = 'krepis', cmd = { os.getenv('KREPIS'), 'lsp' }, root_dir = shop })
  check(client, 'the server does not start')
  vim.lsp.buf_attach_client(buffer, client)

  local function codes()
    local found = {}
    for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
      table.insert(found, diagnostic.user_data.lsp.code)
    end
    table.sort(found)
    return table.concat(found, ' ')
  end
  local function wait(wanted, what)
    check(vim.wait(60000, function() return codes() == wanted end, 20), what .. ': ' .. codes())
  end

  wait('layering/deny layering/public', 'diagnostics appear')
  local denied
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    if diagnostic.user_data.lsp.code == 'layering/deny' then denied = diagnostic end
  end
  check(denied.lnum == 2 and denied.col == 23, 'the place of the diagnostic')

  vim.api.nvim_buf_set_lines(buffer, 2, 3, false, {})
  wait('layering/public', 'an edit that is not saved')
  vim.cmd('undo')
  wait('layering/deny layering/public', 'the edit taken back')

  local params = {
    textDocument = { uri = vim.uri_from_bufnr(buffer) },
    range = { start = { line = 2, character = 25 }, ['end'] = { line = 2, character = 25 } },
    context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(buffer, 2) },
  }
  local answers = vim.lsp.buf_request_sync(buffer, 'textDocument/codeAction', params, 60000)
  check(answers and answers[client] and answers[client].result, 'code actions')
  local applied = false
  for _, action in ipairs(answers[client].result) do
    if action.title:find('^Suppress') then
      vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
      applied = true
    end
  end
  check(applied, 'a code action that suppresses')
  check(vim.api.nvim_buf_get_lines(buffer, 2, 3, false)[1] == '// krepis: allow(apps-are-islands) why="say why"', 'the edit')
  wait('layering/public', 'the violation is accepted')

  local hovers = vim.lsp.buf_request_sync(buffer, 'textDocument/hover',
    { textDocument = params.textDocument, position = { line = 0, character = 45 } }, 60000)
  check(hovers and hovers[client].result.contents.value:find('core'), 'a hover')
  finish()
end

local ok, failure = pcall(main)
if not ok then finish(tostring(failure)) end
