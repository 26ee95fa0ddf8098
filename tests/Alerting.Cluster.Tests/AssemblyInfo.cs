using Xunit;

// Faults and attacks are measured: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
