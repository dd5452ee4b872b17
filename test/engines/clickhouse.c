/* Runs the ClickHouse that libchdb.so carries as a process of its own: clickhouse LIBRARY ARGUMENT... */
#include <dlfcn.h>
#include <stdio.h>
#ifdef __linux__
#include <signal.h>
#include <sys/prctl.h>
#endif

int main(int argc, char **argv)
{
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    void *library = argc > 1 ? dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL) : NULL;
    void *(*run)(int, char **) = library ? (void *(*)(int, char **))dlsym(library, "chdb_query_cmdline") : NULL;
    if (!run) {
        fprintf(stderr, "cannot load the library: %s\n", dlerror());
        return 1;
    }
    run(argc - 2, argv + 2);
    return 0;
}
