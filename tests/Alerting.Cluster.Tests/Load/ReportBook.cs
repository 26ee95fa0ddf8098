using System.Collections.Concurrent;

namespace Alerting.Cluster.Tests.Load;

/// <summary>All that was ever sent and done, and what went wrong on the way that must not.</summary>
internal sealed class ReportBook
{
    private readonly ConcurrentDictionary<(ReportKey Key, int Revision), SentReport> _sent = new();

    public ICollection<SentReport> Sent => _sent.Values;

    /// <summary>Answers that no fault excuses.</summary>
    public ConcurrentQueue<string> Violations { get; } = new();

    /// <summary>Tries that ended without an answer or with 503, each an error that a caller has seen.</summary>
    public ConcurrentQueue<(DateTimeOffset At, string Problem)> Failures { get; } = new();

    /// <summary>What desks did to alerts.</summary>
    public ConcurrentQueue<SentAct> Acts { get; } = new();

    public void Add(SentReport report) => _sent[(report.Key, report.Revision)] = report;

    public SentReport? Find(ReportKey key, int revision) => _sent.GetValueOrDefault((key, revision));
}
