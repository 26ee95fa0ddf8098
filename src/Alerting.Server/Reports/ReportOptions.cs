using System.ComponentModel.DataAnnotations;

namespace Alerting.Server.Reports;

/// <summary>Section <c>Alerting:Reports</c> of the configuration.</summary>
public sealed class ReportOptions
{
    public const string Section = "Alerting:Reports";

    /// <summary>
    /// Bytes on disk, compressed, of the answer to one stream of reports that its client has not read yet, 1 MB or more.
    /// Beyond it no more of the stream is read until the client reads some of its answer. Default 64 MiB, which is the
    /// answer to more than a million reports.
    /// </summary>
    [Range(1_000_000L, long.MaxValue)]
    public long MaxUnreadAnswer { get; set; } = 64L << 20;

    /// <summary>
    /// The same of all streams of this process together, 1 MB or more. Beyond it each stream is read only as fast as its
    /// client reads its answer. Default 512 MiB.
    /// </summary>
    [Range(1_000_000L, long.MaxValue)]
    public long MaxUnreadAnswers { get; set; } = 512L << 20;
}
