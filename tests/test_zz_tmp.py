import time, cProfile, pstats, pytest
from zhike.core.testing.world import build
from django.db import connection, transaction

def test_w(db):
    t=time.process_time(); build(); print("first", time.process_time()-t)
def test_x(db):
    with transaction.atomic():
        t=time.process_time(); build(); print("again", time.process_time()-t)
        transaction.set_rollback(True)
    p=cProfile.Profile(time.process_time); 
    for i in range(5):
        with transaction.atomic():
            t=time.process_time(); p.enable(); build(); p.disable(); print("again", time.process_time()-t)
            transaction.set_rollback(True)
    pstats.Stats(p).sort_stats('tottime').print_stats(18)
def test_client(world, as_):
    c=as_("mark")
    t=time.process_time(); c.get("/acme/projects/1/"); print("page1", time.process_time()-t)
    t=time.process_time(); c.get("/acme/projects/1/"); print("page2", time.process_time()-t)
    p=cProfile.Profile(time.process_time); p.enable()
    for i in range(5): c.get("/acme/projects/1/")
    p.disable(); pstats.Stats(p).sort_stats('tottime').print_stats(25)
