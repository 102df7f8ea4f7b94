import pytest, time, collections, traceback, html
from django.test import Client
from . import walking
@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    t=time.time()
    with walking.a_town(django_db_blocker) as town:
        print('made', time.time()-t)
        yield town
@pytest.mark.django_db
def test_x(town):
    t=time.time()
    pages=list(walking.walk(town)); print(len(pages), time.time()-t)
    names={p.name for p in pages}; ok={p.name for p in pages if p.status==200}
    print('never 200', {(p.name,p.status) for p in pages if p.name not in ok})
    print('500', {(str(p)) for p in pages if p.status>=500})
    f=list(walking.forms_of(pages)); print(len(f))
    t=time.time()
    BAD=["", "\x00", "x"*20000, "9"*400, "-1", "NaN", "1e999999", "٣٣", "\ud7ff\uffff🙂", "\r\n\r\n", "'; drop table --", "0", "31", "2026", "1.005", "£1,2,3", "é"*3000]
    errs={}
    for i,(who,form) in enumerate(f):
        for k in range(0,len(BAD)):
            data={n:[BAD[(k+j)%len(BAD)]] for j,n in enumerate(form.fields)}
            try:
                p=walking.send(town, who, form.action, data)
                if p.status>=500: errs.setdefault(('status',p.status),[]).append(str(p))
                if 'field is required' in p.text: errs.setdefault('required',set()).add((who,form.action))
                rd=walking.read(p)
                for j in rd.jumps:
                    if j not in rd.ids: errs.setdefault('jump '+j,set()).add((who,form.action))
            except Exception as e:
                tb=traceback.extract_tb(e.__traceback__)
                own=[x for x in tb if '/work/main/' in x.filename and '.venv' not in x.filename and 'tests/' not in x.filename]
                errs.setdefault((type(e).__name__, str(e)[:200], str(own[-1]) if own else str(tb[-1])),[]).append((form.action, k))
                from django.db import connection
    print(time.time()-t)
    for k,v in errs.items(): print(k, list(v)[:4], len(v))
