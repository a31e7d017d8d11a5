# Sourced by what needs a browser: `install_chromium` succeeds where Chromium is there, or could be had from apt.

has_chromium() {
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}

install_chromium() {
    has_chromium && return
    [[ "$(id -u)" == 0 ]] && command -v apt-get >/dev/null || return
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600)
    "${apt[@]}" update >/dev/null 2>&1 || return
    "${apt[@]}" install -y --no-install-recommends chromium fonts-liberation >/dev/null 2>&1 && has_chromium
}
