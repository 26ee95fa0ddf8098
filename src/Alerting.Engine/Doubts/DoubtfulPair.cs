using Alerting.Alerts;

namespace Alerting.Engine.Doubts;

/// <summary>Two incidents of a window that may be one, or whose towns may be one.</summary>
/// <param name="Newer">Its place among the incidents of the window, newest first.</param>
/// <param name="Older">A later place.</param>
internal readonly record struct DoubtfulPair(int Newer, int Older, DoubtReason Reason);
