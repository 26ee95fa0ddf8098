using Alerting.Server.Reports;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Http;

/// <summary>
/// The disk space that answers nobody has read yet may take: of one request, and of all together. Safe for concurrent use.
/// </summary>
internal sealed class SpoolSpace(TemporaryFiles files, IOptions<ReportOptions> options)
{
    private readonly Pulse _freed = new();
    private long _used;

    /// <summary>Bytes of one request.</summary>
    public long MaxOfOne { get; } = options.Value.MaxUnreadAnswer;

    /// <summary>Whether all requests together have as much as they may.</summary>
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
