namespace Alerting.Subscriptions;

public interface ISubscriptionGrain : IGrainWithStringKey;
