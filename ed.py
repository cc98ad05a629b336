import sys,re
def ed(path, pairs, imp=None):
    s=open(path).read()
    for old,new in pairs:
        n=s.count(old)
        if n!=1:
            print("COUNT",n,path,repr(old[:80])); continue
        s=s.replace(old,new)
    if imp: s=imp+"\n"+s
    open(path,'w').write(s)
