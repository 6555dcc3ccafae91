"""An invented staffing group's month: its extracts as its systems give them, with the faults that extracts have."""

from creditxl.sample.faults import PlantedFault
from creditxl.sample.group import AS_OF, SEED
from creditxl.sample.group_files import SampleCustomer, SampleGroup, write

__all__ = ["AS_OF", "SEED", "PlantedFault", "SampleCustomer", "SampleGroup", "write"]
