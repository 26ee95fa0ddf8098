namespace Alerting.Benchmarks;

/// <summary>A benchmark that one command runs.</summary>
/// <param name="Usage">Its arguments.</param>
/// <param name="Shows">What it measures and beside what.</param>
internal sealed record Command(string Name, string Usage, string Shows, Func<Arguments, CancellationToken, Task> RunAsync)
{
    /// <summary>Whether <c>all</c> runs it.</summary>
    public bool InAll { get; init; } = true;
}
