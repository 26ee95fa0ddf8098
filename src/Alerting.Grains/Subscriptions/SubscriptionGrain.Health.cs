namespace Alerting.Grains.Subscriptions;

// What the process tells of its deliveries.
internal sealed partial class SubscriptionGrain
{
    /// <summary>One with dead letters stays in memory although nothing happens, so that somebody sees them.</summary>
    private static readonly TimeSpan s_stay = TimeSpan.FromDays(1);

    public override void OnCommitted(long sequence) => ShowHealth();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _health.Forget(_id, this);
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    private void ShowHealth()
    {
        if (State.Definition is null)
        {
            _health.Forget(_id, this);
            return;
        }

        var health = DeliveryHealth.Of(State);
        _health.Show(_id, this, health);
        if (health.Dead > 0)
        {
            DelayDeactivation(s_stay);
        }
    }
}
