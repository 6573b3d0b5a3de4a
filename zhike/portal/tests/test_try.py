import pytest, re, time
pytestmark = pytest.mark.django_db
def test_try(world, as_, send, work):
    paper = send()
    sun = as_("sun")
    base=f"/acme/portal/papers/{paper.number}/{paper.version}/"
    for path in ["/acme/portal/","/acme/portal/papers/",base,base+"?language=both",base+"items/item-1/",base+"decision/",base+"delegation/",base+"signature/",base+"pdf/","/acme/portal/me/","/acme/portal/app.webmanifest",f"/acme/portal/projects/{world.bridge.number}/",f"/acme/portal/projects/{world.bridge.number}/files/",f"/acme/portal/projects/{world.bridge.number}/papers/",f"/acme/portal/projects/{world.bridge.number}/people/","/-/offline/","/-/offline-worker.js"]:
        r=sun.get(path); print(path, r.status_code, len(r.content)); assert r.status_code<400,(path,r.content.decode()[:3000])
    r=sun.post(base+"decision/",{"decision":"approved"}); print(r.status_code,r["Location"])
    work()
    from django.core import mail
    code=re.search(r"^\d{6}$", mail.outbox[-1].body, re.M).group()
    r=sun.get(base+"code/"); print(r.status_code); assert r.status_code==200
    r=sun.post(base+"code/",{"code":code}); print(r.status_code, r.get("Location"), "" if r.status_code==302 else re.sub("<[^>]+>"," ",r.content.decode())[-2500:])
    r=sun.get(base+"signature/"); print(re.sub(r"\s+"," ",re.sub("<[^>]+>"," ",r.content.decode())))
    work()
    print(sun.get(base+"copy/").status_code)
