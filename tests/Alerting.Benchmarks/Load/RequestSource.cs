namespace Alerting.Benchmarks;

/// <summary>The requests of one connection, region after region; facts are numbered across all connections of a target.</summary>
internal sealed class RequestSource(Target target, IReadOnlyList<string> regions, RequestNumbers numbers)
{
    private static readonly TimeSpan s_step = TimeSpan.FromTicks(100);

    private readonly RequestTemplate[] _templates = [.. regions.Select(target.Template)];

    public ReadOnlyMemory<byte> Next()
    {
        var number = numbers.Next();
        return _templates[number % _templates.Length].Fill(number, numbers.Start + (s_step * number));
    }
}

/// <summary>Numbers of facts, never one twice.</summary>
internal sealed class RequestNumbers
{
    private long _last = -1;

    /// <summary>Event time of the first; half an hour back leaves room for what follows.</summary>
    public DateTimeOffset Start { get; } = TimeProvider.System.GetUtcNow().AddMinutes(-30);

    public long Next() => Interlocked.Increment(ref _last);
}
