using Alerting.Server.Reports;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Http;

/// <summary>
/// Limits the disk space of answers that were not read yet, per request and for all requests together. Safe for concurrent use.
/// </summary>
internal sealed class SpoolSpace(TemporaryFiles files, IOptions<ReportOptions> options)
{
    private readonly Pulse _freed = new();
    private long _used;

    /// <summary>Limit of one request in bytes.</summary>
    public long MaxOfOne { get; } = options.Value.MaxUnreadAnswer;

    /// <summary>Whether all requests together have reached their limit.</summary>
    public bool IsFull => Volatile.Read(ref _used) >= options.Value.MaxUnreadAnswers;

    /// <summary>Completes when space becomes free.</summary>
    public Task Freed => _freed.Next;

    public SpoolFile Open() => new(files.Create("answer"), this);

    public void Take(long bytes) => Interlocked.Add(ref _used, bytes);

    public void Free(long bytes)
    {
        Interlocked.Add(ref _used, -bytes);
        _freed.Fire();
    }
}
