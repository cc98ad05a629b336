import re,subprocess
files=subprocess.check_output(['git','diff','--name-only','--diff-filter=U'],text=True).split()
for f in files:
    s=open(f).read()
    def res(m):
        a,b=m.group(1),m.group(2)
        al=[l for l in a.splitlines() if l.strip()]; bl=[l for l in b.splitlines() if l.strip()]
        if all(l.startswith('import ') for l in al+bl):
            mod=lambda l: re.search(r'from "([^"]+)"',l).group(1)
            out={}
            for l in al+bl:
                if re.search(r'import (type )?\{[^}]*Error[^}]*\} from "[./]*(client/context|domain/tasks/task)\.ts"',l): 
                    names=[n for n in re.search(r'\{([^}]*)\}',l).group(1).split(',') if 'Error' not in n]
                    if not names: continue
                if 'organizationOf } from "../../client/kinds/campaign.ts"' in l and l.count(',')==0: continue
                out.setdefault(mod(l),l)
            return '\n'.join(out.values())+('\n' if out else '')
        print("MANUAL",f,repr(a[:200]),repr(b[:200])); return m.group(0)
    s=re.sub(r'<<<<<<< [^\n]*\n(.*?)=======\n(.*?)>>>>>>> [^\n]*\n',res,s,flags=re.S)
    open(f,'w').write(s)
