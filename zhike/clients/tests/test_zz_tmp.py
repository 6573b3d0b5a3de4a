import io, time, pytest
from zhike.clients.actions import imports as A
from zhike.clients.models import *
from zhike.clients.tests import samples
def test_speed(inside, work):
    import cProfile, pstats, os
    actor = inside.actor("mark")
    t=time.time(); c=time.process_time()
    data = samples.clients_csv(400, 6)
    run = A.upload_import(actor, file=io.BytesIO(data), file_name="客户.csv", kind="clients")
    print(run.encoding, run.mapping, [h for i,h in enumerate(run.headers) if str(i) not in run.mapping])
    from zhike.clients.importing.rehearsal import rehearse
    t1=time.time(); r = rehearse(actor, run); t2=time.time()
    print("upload", t1-t, "rehearse", t2-t1, r.counts)
    for row in r.failing[:12]: print(row.number, row.problems)
    A.start_import(actor, run)
    from zhike.clients.importing import batches
    t=time.time(); c=time.process_time()
    if os.environ.get("PROF"):
        p=cProfile.Profile(); p.enable(); batches.go_on(run.pk); p.disable(); pstats.Stats(p).sort_stats("cumtime").print_stats(60)
    else: batches.go_on(run.pk)
    print("import", time.time()-t, "cpu", time.process_time()-c)
    run.refresh_from_db()
    print(run.state, run.message, run.done, run.created, run.changed, run.unchanged, run.failed, run.total)
    for row in ImportRow.objects.filter(outcome="failed")[:40]: print(row.number, row.problems)
