# The verbs of ./springtide for people who type make: make run ARGS="--port 8001"
VERBS := run test demo import bench worker verify pictures parts doctor manage help

.DEFAULT_GOAL := help
.PHONY: $(VERBS) ci
$(VERBS):
	@./springtide $@ $(ARGS)

ci:
	@.ci/run
