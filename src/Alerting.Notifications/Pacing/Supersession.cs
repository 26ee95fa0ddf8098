namespace Alerting.Notifications.Pacing;

/// <summary>A delivery that is not made, since a newer revision of its alert is told in its stead.</summary>
/// <param name="Seq">Of the delivery that is not made.</param>
/// <param name="By">Seq of the newer one.</param>
internal sealed record Supersession(long Seq, long By);
