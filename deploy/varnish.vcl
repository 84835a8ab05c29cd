# Varnish 7 in front of Newsroom, with its xkey module (Debian: varnish, varnish-modules).
#
# Start varnishd with -p http_gzip_support=off: Newsroom has compressed its pages already, with br where that is taken.
# OUTSIDE_CACHE=varnish and OUTSIDE_CACHE_URL=http://127.0.0.1:6081/ let Newsroom tell it what is old, by the tags that
# it sends along as Surrogate-Key. TLS ends in front of Varnish (nginx, hitch), which passes X-Forwarded-Proto.
vcl 4.1;

import std;
import xkey;

backend newsroom {
    .host = "127.0.0.1";
    .port = "8000";
    .probe = {
        .request = "GET /health/live/ HTTP/1.1" "Host: news.example" "Connection: close";
        .interval = 2s;
        .timeout = 2s;
    }
}

# Who may purge: the serving processes. Nobody who only comes through the proxy may stand here, so a request that
# was forwarded is refused below.
acl newsroom_itself {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        if (client.ip !~ newsroom_itself || req.http.X-Forwarded-For ~ ",") {
            return (synth(403, "Forbidden"));
        }
        if (!req.http.xkey) {
            return (synth(400, "No xkey"));
        }
        # Gone, not only old: a withdrawn story may not be sent once more.
        set req.http.X-Purged = xkey.purge(req.http.xkey);
        return (synth(200, "Purged " + req.http.X-Purged));
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # While a page is made anew the one before bridges a second; while the backend is down, an hour.
    if (std.healthy(req.backend_hint)) {
        set req.grace = 1s;
    }
    # The desk, forms, previews and whoever is logged in.
    if (req.url ~ "^/(admin|accounts|preview|health|theme)/" || req.http.Authorization ||
        req.http.Cookie ~ "(^|;\s*)(sessionid|csrftoken|messages)=") {
        return (pass);
    }
    # Light or dark is all that a reader's cookies change.
    if (req.http.Cookie ~ "(^|;\s*)theme=(light|dark)(;|$)") {
        set req.http.Cookie = "theme=" + regsub(req.http.Cookie, "^(?:.*;\s*)?theme=(light|dark)(?:;.*)?$", "\1");
    } else {
        unset req.http.Cookie;
    }
    # One page for each encoding, not one for each way of naming it.
    if (req.http.Accept-Encoding ~ "\bbr\b") {
        set req.http.Accept-Encoding = "br";
    } elsif (req.http.Accept-Encoding ~ "\bgzip\b") {
        set req.http.Accept-Encoding = "gzip";
    } else {
        unset req.http.Accept-Encoding;
    }
    # Parameters by which others count.
    set req.url = regsuball(req.url, "([?&])(?:utm_[a-z]+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|wt_mc|yclid)=[^&]*", "\1");
    set req.url = regsuball(req.url, "&&+", "&");
    set req.url = regsub(req.url, "\?&", "?");
    set req.url = regsub(req.url, "[?&]$", "");
    return (hash);
}

sub vcl_hash {
    # By http the same address is a redirect.
    hash_data(req.http.X-Forwarded-Proto);
    # The cookie is in the key itself: pages vary by it, and it has three values here.
    hash_data(req.http.Cookie);
}

sub vcl_backend_response {
    if (beresp.http.Surrogate-Key) {
        set beresp.http.xkey = beresp.http.Surrogate-Key;
        # Already in the key, and nothing else of the cookies reached the backend.
        set beresp.http.Vary = "Accept-Encoding";
        set beresp.grace = 1h;
    } elsif (bereq.url !~ "^/(static|media)/") {
        # Nobody said what it is made from, so nobody could call it back.
        set beresp.uncacheable = true;
    }
}

sub vcl_deliver {
    unset resp.http.xkey;
    unset resp.http.Surrogate-Key;
    # Readers' own caches ask each time, and are answered with 304.
    if (resp.http.Cache-Control ~ "s-maxage") {
        set resp.http.Cache-Control = "public, max-age=0, must-revalidate";
        unset resp.http.Age;
    }
    if (obj.hits > 0) {
        set resp.http.X-Cache = "outside, hit";
    }
}
